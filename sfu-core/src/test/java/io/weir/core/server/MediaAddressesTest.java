package io.weir.core.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which addresses media is bound to, and in which order they are told. */
class MediaAddressesTest {
  @Test
  void shouldLetBothFamiliesTakeTurnsWithLoopbackLast() {
    List<InetAddress> found =
        addresses(
            "127.0.0.1", "::1", "192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8::1", "192.0.2.1");
    assertThat(MediaAddresses.inOrder(found))
        .isEqualTo(
            addresses("2001:db8::1", "192.0.2.1", "192.0.2.2", "192.0.2.3", "::1", "127.0.0.1"));
  }

  @Test
  void shouldLeaveOutLinkLocalAddressesOfBothFamilies() {
    List<InetAddress> found = addresses("fe80::1", "169.254.7.7", "fd00::2", "10.0.0.1");
    assertThat(MediaAddresses.inOrder(found)).isEqualTo(addresses("fd00::2", "10.0.0.1"));
  }

  @Test
  void shouldGoWithoutIpv6WhereTheSystemHasNone() {
    List<InetAddress> wanted = addresses("10.0.0.1", "2001:db8::1", "::1");
    assertThat(MediaAddresses.supported(wanted, addresses("127.0.0.1", "10.0.0.1")))
        .isEqualTo(addresses("10.0.0.1"));
    assertThat(MediaAddresses.supported(wanted, addresses("127.0.0.1", "::1"))).isEqualTo(wanted);
  }

  @Test
  void shouldNameTheAddressesOfThisMachineWithoutZones() {
    assertThat(MediaAddresses.ofThisMachine())
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allSatisfy(address -> assertThat(address.getHostAddress()).doesNotContain("%"));
  }

  private static List<InetAddress> addresses(String... literals) {
    List<InetAddress> addresses = new ArrayList<>();
    for (String literal : literals) {
      addresses.add(InetAddress.ofLiteral(literal));
    }
    return addresses;
  }
}
