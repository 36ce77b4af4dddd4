package io.weir.core.ice;

import static io.weir.core.ice.IceLiteAgentFixture.NEW_SERVER;
import static io.weir.core.ice.IceLiteAgentFixture.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.control.IceParameters;
import io.weir.core.counter.PacketCounter;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A full-ICE client of another make, ice4j's, meets our agent over real sockets. */
@Timeout(90)
class IceLiteAgentOverUdpTest {
  private InetAddress address = InetAddress.getLoopbackAddress();

  @BeforeEach
  void findAnAddressThatIce4jUses() throws Exception {
    // ice4j gathers no loopback candidates, so the server must be reached from another address.
    Optional<InetAddress> found =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
            .findFirst();
    assumeTrue(found.isPresent(), "this machine has no IPv4 address but loopback");
    address = found.get();
  }

  @Test
  void shouldConnectAFullIceClient() throws Exception {
    try (Ice4jPeer peer = new Ice4jPeer(true);
        IceLiteUdpServer server = new IceLiteUdpServer(address, SERVER, peer.parameters())) {
      assertThat(peer.connect(server.address(), SERVER)).isTrue();

      assertThat(selectedPort(server)).isEqualTo(peer.selectedPort());
      assertThat(server.count(PacketCounter.STUN_BAD_INTEGRITY)).isZero();
      assertThat(server.count(PacketCounter.STUN_MALFORMED)).isZero();
    }
  }

  @Test
  void shouldNotConnectAClientThatKnowsTheWrongPassword() throws Exception {
    try (Ice4jPeer peer = new Ice4jPeer(true);
        IceLiteUdpServer server = new IceLiteUdpServer(address, SERVER, peer.parameters())) {
      IceParameters wrong = new IceParameters(SERVER.usernameFragment(), NEW_SERVER.password());
      assertThat(peer.connect(server.address(), wrong)).isFalse();

      assertThat(server.selectedPath()).isNull();
      assertThat(server.count(PacketCounter.STUN_BAD_INTEGRITY)).isPositive();
    }
  }

  @Test
  void shouldMakeAControlledClientSwitchItsRole() throws Exception {
    try (Ice4jPeer peer = new Ice4jPeer(false);
        IceLiteUdpServer server = new IceLiteUdpServer(address, SERVER, peer.parameters())) {
      assertThat(peer.connect(server.address(), SERVER)).isTrue();

      assertThat(peer.controlling()).isTrue();
      assertThat(server.count(PacketCounter.STUN_REFUSED)).isPositive();
      assertThat(selectedPort(server)).isEqualTo(peer.selectedPort());
    }
  }

  @Test
  void shouldMoveToTheNewAddressWhenTheClientRestarts() throws Exception {
    try (Ice4jPeer before = new Ice4jPeer(true);
        IceLiteUdpServer server = new IceLiteUdpServer(address, SERVER, before.parameters());
        Ice4jPeer after = new Ice4jPeer(true)) {
      assertThat(before.connect(server.address(), SERVER)).isTrue();
      server.restart(NEW_SERVER, after.parameters());
      assertThat(selectedPort(server)).isEqualTo(before.selectedPort());

      assertThat(after.connect(server.address(), NEW_SERVER)).isTrue();

      assertThat(selectedPort(server)).isEqualTo(after.selectedPort());
    }
  }

  private static int selectedPort(IceLiteUdpServer server) {
    NetworkPath path = Objects.requireNonNull(server.selectedPath());
    return path.port();
  }
}
