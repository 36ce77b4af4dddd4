package io.weir.signaling.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.core.testkit.netsim.Namespaces;
import io.weir.core.testkit.netsim.TunLink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Machines of a test, as network namespaces of this one, joined by virtual cables. Nothing outside
 * of them changes, and they go away with {@link #close}. Needs root, ip(8) and nft(8).
 */
final class TestNetwork implements AutoCloseable {
  private static final AtomicInteger NEXT = new AtomicInteger();

  /** Different in every process that runs tests on this machine at the same time. */
  private final String prefix =
      "weir" + ProcessHandle.current().pid() % 100_000 + "x" + NEXT.incrementAndGet();

  private final List<String> machines = new ArrayList<>();
  private int cables;

  /** Skips the test where there can be no namespaces. */
  static void assumePossible() {
    Optional<String> obstacle = Namespaces.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
  }

  /** A machine with loopback only. */
  String machine(String name) {
    String machine = prefix + name;
    Namespaces.run("ip", "netns", "add", machine);
    machines.add(machine);
    in(machine, "ip", "link", "set", "lo", "up");
    return machine;
  }

  /** Joins two machines by a cable between new interfaces with these names and addresses. */
  void join(
      String one, String device, String address, String other, String otherDevice, String peer) {
    String end = prefix + "a" + cables;
    String otherEnd = prefix + "b" + cables++;
    Namespaces.run("ip", "link", "add", end, "type", "veth", "peer", "name", otherEnd);
    attach(end, one, device, address);
    attach(otherEnd, other, otherDevice, peer);
  }

  /**
   * Joins two machines by a bad network, the far one's only way out; the prefix is of 24 bits.
   *
   * @return how bad it is; whoever has it closes it before this
   */
  TunLink joinBadly(String near, String nearAddress, String far, String farAddress) {
    String device = prefix + "t" + cables++;
    try {
      TunLink link =
          TunLink.open(
              cables,
              new TunLink.End(near, device + "n", nearAddress + "/24"),
              new TunLink.End(far, device + "f", farAddress + "/24"));
      in(far, "ip", "route", "add", "default", "dev", device + "f");
      return link;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command on a machine. */
  void in(String machine, String... command) {
    List<String> all = new ArrayList<>(onMachine(machine));
    all.addAll(Arrays.asList(command));
    Namespaces.run(all.toArray(String[]::new));
  }

  /** What a command begins with that is to run on a machine. */
  static List<String> onMachine(String machine) {
    return Namespaces.inside(machine);
  }

  @Override
  public void close() {
    // Cables go with the machines that they end in.
    machines.forEach(machine -> Namespaces.run("ip", "netns", "del", machine));
    machines.clear();
  }

  private void attach(String end, String machine, String device, String address) {
    Namespaces.run("ip", "link", "set", end, "netns", machine, "name", device);
    // nodad: an IPv6 address is of use at once, without a second of duplicate address detection.
    String[] detection = address.indexOf(':') < 0 ? new String[0] : new String[] {"nodad"};
    List<String> add = new ArrayList<>(List.of("ip", "address", "add", address, "dev", device));
    add.addAll(Arrays.asList(detection));
    in(machine, add.toArray(String[]::new));
    in(machine, "ip", "link", "set", device, "up");
  }
}
