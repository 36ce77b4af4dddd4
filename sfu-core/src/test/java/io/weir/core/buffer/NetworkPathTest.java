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
    // RFC 5952 §4.2.
    assertThat(text(0x2001_0DB8_0000_0000L, 0xFFL)).isEqualTo("2001:db8::ff");
    assertThat(text(0x2001_0DB8_0000_0001L, 0x0001_0001_0001_0001L))
        .isEqualTo("2001:db8:0:1:1:1:1:1");
    assertThat(text(0x2001_0000_0000_0001L, 0x0000_0000_0000_0001L)).isEqualTo("2001:0:0:1::1");
    assertThat(text(0x2001_0DB8_0000_0000L, 0x0001_0000_0000_0001L)).isEqualTo("2001:db8::1:0:0:1");
    assertThat(text(0xFE80_0000_0000_0000L, 0)).isEqualTo("fe80::");
    assertThat(text(0, 1)).isEqualTo("::1");
    assertThat(text(0, 0)).isEqualTo("::");
  }

  private static String text(long high, long low) {
    return new NetworkPath(0, high, low, 1).addressText();
  }
}
