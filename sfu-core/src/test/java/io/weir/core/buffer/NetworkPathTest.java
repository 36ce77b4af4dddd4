package io.weir.core.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NetworkPathTest {

  @Test
  void shouldMapIpv4IntoIpv6() {
    NetworkPath path = NetworkPath.ofIpv4(0, 0xC0A80001, 1234);
    assertThat(path.addressHigh()).isZero();
    assertThat(path.addressLow()).isEqualTo(0x0000_FFFF_C0A8_0001L);
    assertThat(path.isIpv4()).isTrue();
  }

  @Test
  void shouldTellIpv6FromIpv4() {
    assertThat(new NetworkPath(0, 0, 1, 1).isIpv4()).isFalse();
    assertThat(new NetworkPath(0, 1, 0x0000_FFFF_0000_0001L, 1).isIpv4()).isFalse();
    assertThat(NetworkPath.isIpv4(0, 0x0001_FFFF_0000_0001L)).isFalse();
  }

  @Test
  void shouldWriteAddressesAsPeopleDo() {
    assertThat(NetworkPath.ofIpv4(0, 0xC0A801FE, 1).addressText()).isEqualTo("192.168.1.254");
    assertThat(new NetworkPath(0, 0x2001_0DB8_0000_0000L, 0xFFL, 1).addressText())
        .isEqualTo("2001:db8:0:0:0:0:0:ff");
  }
}
