package io.weir.core.testkit.netsim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.core.testkit.LinkStatistics;
import io.weir.core.testkit.netsim.TunLink.Direction;
import io.weir.core.testkit.netsim.TunLink.End;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real datagrams between two namespaces; where there can be none, these are skipped. */
class TunLinkTest {
  private static final long MS = 1_000_000;
  private static final int LIMIT_MS = 10_000;
  private static final int PORT = 5_000;
  private static final int HEADERS = 28; // IPv4 and UDP

  private final long pid = ProcessHandle.current().pid();
  private final String near = "weirtun" + pid + "n";
  private final String far = "weirtun" + pid + "f";

  @BeforeEach
  void begin() {
    Optional<String> obstacle = Namespaces.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
    for (String namespace : new String[] {near, far}) {
      Namespaces.run("ip", "netns", "add", namespace);
    }
  }

  @AfterEach
  void end() {
    for (String namespace : new String[] {near, far}) {
      if (Namespaces.output("ip", "netns", "list").contains(namespace)) {
        Namespaces.run("ip", "netns", "del", namespace);
      }
    }
  }

  @Test
  void shouldCarryDatagramsWithTheDelayItWasTold() throws IOException {
    try (TunLink link = open();
        DatagramSocket here = socket(near, "10.90.0.1");
        DatagramSocket there = socket(far, "10.90.0.2")) {
      Change.parse("both delay=60ms").apply(link);
      long startNs = System.nanoTime();
      send(here, "10.90.0.2", 100);
      assertThat(receive(there)).isEqualTo(100);
      send(there, "10.90.0.1", 900);
      assertThat(receive(here)).isEqualTo(900);

      assertThat(System.nanoTime() - startNs).isGreaterThan(120 * MS);
      assertThat(link.statistics(Direction.DOWN).deliveredBytes()).isEqualTo(100 + HEADERS);
      assertThat(link.statistics(Direction.UP).deliveredBytes()).isEqualTo(900 + HEADERS);
    }
  }

  @Test
  void shouldSendNoFasterThanItsRateAndDropWhatHasNoRoom() throws IOException {
    try (TunLink link = open();
        DatagramSocket here = socket(near, "10.90.0.1");
        DatagramSocket there = socket(far, "10.90.0.2")) {
      Change.parse("down rate=800k,queue=10kB").apply(link);
      long startNs = System.nanoTime();
      for (int i = 0; i < 30; i++) {
        send(here, "10.90.0.2", 1_000 - HEADERS);
      }
      int arrived = 0;
      while (link.statistics(Direction.DOWN).dropped() + arrived < 30) {
        receive(there);
        arrived++;
      }

      // One goes out at once and ten wait, unless the sender was slow.
      assertThat(arrived).isBetween(11, 30);
      assertThat(System.nanoTime() - startNs).isGreaterThan(arrived * 10L * MS);
    }
  }

  @Test
  void shouldLetNothingThroughAnOutage() throws IOException {
    try (TunLink link = open();
        DatagramSocket here = socket(near, "10.90.0.1");
        DatagramSocket there = socket(far, "10.90.0.2")) {
      Change.parse("down loss=100%").apply(link);
      send(here, "10.90.0.2", 1);
      there.setSoTimeout(100);
      assertThatThrownBy(() -> receive(there)).isInstanceOf(SocketTimeoutException.class);
      there.setSoTimeout(LIMIT_MS);
      Change.parse("down good").apply(link);
      send(here, "10.90.0.2", 2);

      assertThat(receive(there)).isEqualTo(2);
      LinkStatistics statistics = link.statistics(Direction.DOWN);
      assertThat(statistics.lost()).isOne();
      assertThat(statistics.delivered()).isOne();
    }
  }

  @Test
  void shouldTakeItsInterfacesAway() throws IOException {
    open().close();

    assertThat(Namespaces.output("ip", "-n", far, "link")).doesNotContain("wt" + pid);
    assertThat(Namespaces.output("ip", "-n", near, "link")).doesNotContain("wt" + pid);
  }

  private TunLink open() throws IOException {
    return TunLink.open(
        1,
        new End(near, "wt" + pid + "n", "10.90.0.1/24"),
        new End(far, "wt" + pid + "f", "10.90.0.2/24"));
  }

  private static DatagramSocket socket(String namespace, String address) {
    return Namespaces.call(
        namespace,
        () -> {
          DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address, PORT));
          socket.setSoTimeout(LIMIT_MS);
          return socket;
        });
  }

  private static void send(DatagramSocket from, String to, int length) throws IOException {
    byte[] bytes = ByteBuffer.allocate(length).array();
    from.send(new DatagramPacket(bytes, length, InetAddress.getByName(to), PORT));
  }

  /** Length of the next datagram. */
  private static int receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
    socket.receive(packet);
    return packet.getLength();
  }
}
