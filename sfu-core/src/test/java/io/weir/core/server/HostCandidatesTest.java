package io.weir.core.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.IceCandidate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Candidates for UDP and TCP of bound and announced addresses. */
class HostCandidatesTest {
  private final List<InetSocketAddress> bound =
      List.of(
          address("2001:db8::1", 10_006),
          address("10.0.0.4", 10_004),
          address("10.0.0.5", 10_005),
          address("127.0.0.1", 10_127));

  @Test
  void shouldPreferEveryUdpCandidateToEveryTcpCandidate() {
    List<IceCandidate> candidates = HostCandidates.of(bound, List.of());
    assertThat(candidates)
        .extracting(IceCandidate::transport)
        .containsExactly("udp", "udp", "udp", "udp", "tcp", "tcp", "tcp", "tcp");
    assertThat(candidates)
        .extracting(IceCandidate::address)
        .startsWith("2001:db8:0:0:0:0:0:1", "10.0.0.4", "10.0.0.5", "127.0.0.1");
    assertThat(candidates)
        .extracting(IceCandidate::port)
        .containsExactly(10_006, 10_004, 10_005, 10_127, 10_006, 10_004, 10_005, 10_127);
    assertThat(candidates)
        .extracting(IceCandidate::priority)
        .isSortedAccordingTo((one, other) -> Long.compare(other, one))
        .doesNotHaveDuplicates()
        // RFC 8445 §5.1.2.1 with preferences 126 and 65535; RFC 6544 §4.2 with 90 and 4 * 2^13 +
        // 8191.
        .startsWith(126L * (1 << 24) + 65_535 * 256 + 255)
        .contains(90L * (1 << 24) + (4 * 8_192 + 8_191) * 256 + 255);
    assertThat(candidates).extracting(IceCandidate::foundation).doesNotHaveDuplicates();
  }

  @Test
  void shouldGiveAnnouncedAddressesThePortsOfTheirFamily() {
    List<InetAddress> announced =
        List.of(
            InetAddress.ofLiteral("192.0.2.1"),
            InetAddress.ofLiteral("2001:db8::99"),
            InetAddress.ofLiteral("10.0.0.5"));
    assertThat(HostCandidates.of(bound, announced))
        .extracting(IceCandidate::port)
        .containsExactly(10_004, 10_006, 10_005, 10_004, 10_006, 10_005);
  }

  private static InetSocketAddress address(String literal, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
  }
}
