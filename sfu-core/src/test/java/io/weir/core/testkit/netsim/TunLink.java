package io.weir.core.testkit.netsim;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.weir.core.testkit.CompetingFlow;
import io.weir.core.testkit.LinkSchedule;
import io.weir.core.testkit.LinkStatistics;
import io.weir.core.testkit.NetworkSimulator;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.SimulatedLink;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.UnaryOperator;

/**
 * A {@link NetworkSimulator} in real time between two network namespaces: what one sends comes to
 * the other as the conditions of that direction say. Its own thread does the work; any thread may
 * call.
 */
public final class TunLink implements AutoCloseable {
  private static final int READS_PER_TURN = 64;
  private static final long LONGEST_WAIT_NS = 20_000_000; // New schedules are seen that late.
  private static final int AHEAD_OF_OTHERS = -15;
  private static final long SECOND_NS = 1_000_000_000;
  private static final int POLLFD_BYTES = 8;
  private static final int EVENTS = 4;

  private final Object lock = new Object();
  private final NetworkSimulator network;
  private final TunDevice near;
  private final TunDevice far;
  private final SimulatedLink up;
  private final SimulatedLink down;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * One end of the link.
   *
   * @param namespace where it is; empty for where this process is
   * @param device name of its interface
   * @param address its address with the length of the prefix
   */
  public record End(String namespace, String device, String address) {}

  /** A direction; the far end is the client's, so up is from there. */
  public enum Direction {
    /** From the far end to the near one. */
    UP,
    /** From the near end to the far one. */
    DOWN
  }

  private TunLink(long seed, TunDevice near, TunDevice far) {
    this.network = new NetworkSimulator(seed);
    this.near = near;
    this.far = far;
    up = network.link(Conditions.GOOD, (packet, now) -> near.write(packet));
    down = network.link(Conditions.GOOD, (packet, now) -> far.write(packet));
    thread = Thread.ofPlatform().name("netsim").daemon().unstarted(this::run);
  }

  /**
   * Joins two namespaces.
   *
   * @param seed what its accidents follow from, as far as real time lets them
   */
  public static TunLink open(long seed, End near, End far) throws IOException {
    // Both are made here, and keep their cable when they move.
    TunDevice nearDevice = device(near);
    try {
      TunDevice farDevice = device(far);
      TunLink link = new TunLink(seed, nearDevice, farDevice);
      link.thread.start();
      return link;
    } catch (IOException | RuntimeException e) {
      nearDevice.close();
      throw e;
    }
  }

  private static TunDevice device(End end) throws IOException {
    TunDevice device = new TunDevice(end.device());
    try {
      if (end.namespace().isEmpty()) {
        begin(end);
      } else {
        Namespaces.run("ip", "link", "set", end.device(), "netns", end.namespace());
        begin(end, "-n", end.namespace());
      }
      return device;
    } catch (RuntimeException e) {
      device.close();
      throw e;
    }
  }

  private static void begin(End end, String... where) {
    // No address of its own making: IPv6 would chat about it through the link.
    ip(where, "link", "set", end.device(), "addrgenmode", "none");
    ip(where, "link", "set", end.device(), "up");
    ip(where, "address", "add", end.address(), "dev", end.device());
  }

  private static void ip(String[] where, String... arguments) {
    String[] command = new String[1 + where.length + arguments.length];
    command[0] = "ip";
    System.arraycopy(where, 0, command, 1, where.length);
    System.arraycopy(arguments, 0, command, 1 + where.length, arguments.length);
    Namespaces.run(command);
  }

  /** What holds in a direction. */
  public Conditions conditions(Direction direction) {
    synchronized (lock) {
      return link(direction).conditions();
    }
  }

  /** Changes what holds in a direction. */
  public void change(Direction direction, UnaryOperator<Conditions> change) {
    synchronized (lock) {
      SimulatedLink link = link(direction);
      link.conditions(change.apply(link.conditions()));
    }
  }

  /** Lets a direction follow a schedule from now on. */
  public void follow(Direction direction, LinkSchedule schedule) {
    synchronized (lock) {
      link(direction).follow(schedule, System.nanoTime());
    }
  }

  /** Lets others use a direction, too; their times are those of {@code System.nanoTime()}. */
  public void compete(Direction direction, CompetingFlow flow) {
    synchronized (lock) {
      link(direction).compete(flow);
    }
  }

  /** What happened in a direction. */
  public LinkStatistics statistics(Direction direction) {
    synchronized (lock) {
      return link(direction).statistics();
    }
  }

  private SimulatedLink link(Direction direction) {
    return direction == Direction.UP ? up : down;
  }

  /** Takes the link down; its interfaces go away. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    SystemCalls.nice(AHEAD_OF_OTHERS);
    try (near;
        far;
        Arena arena = Arena.ofConfined()) {
      MemorySegment descriptors = arena.allocate(2 * POLLFD_BYTES, Integer.BYTES);
      MemorySegment timeout = arena.allocate(2 * Long.BYTES, Long.BYTES);
      setDescriptor(descriptors, 0, near);
      setDescriptor(descriptors, POLLFD_BYTES, far);
      while (!closed) {
        long waitNs = turn();
        timeout.set(JAVA_LONG, 0, waitNs / SECOND_NS);
        timeout.set(JAVA_LONG, Long.BYTES, waitNs % SECOND_NS);
        SystemCalls.poll(descriptors, 2, timeout);
      }
    }
  }

  private static void setDescriptor(MemorySegment descriptors, int at, TunDevice device) {
    descriptors.set(JAVA_INT, at, device.descriptor());
    descriptors.set(JAVA_SHORT, at + EVENTS, SystemCalls.POLLIN);
  }

  /** Takes in and lets out what is there; how long there is nothing more to do. */
  private long turn() {
    synchronized (lock) {
      network.handleTimeout(System.nanoTime());
      takeIn(near, down);
      takeIn(far, up);
      long nowNs = System.nanoTime();
      network.handleTimeout(nowNs);
      long next = network.nextDeadlineNs();
      return next == Long.MAX_VALUE
          ? LONGEST_WAIT_NS
          : Math.clamp(next - nowNs, 0, LONGEST_WAIT_NS);
    }
  }

  private void takeIn(TunDevice device, SimulatedLink link) {
    for (int i = 0; i < READS_PER_TURN; i++) {
      byte[] packet = device.read();
      if (packet.length == 0) {
        return;
      }
      link.send(packet, System.nanoTime());
    }
  }
}
