package io.weir.bench.load.media;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import io.weir.bench.load.measure.MediaMeter;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.io.Libc;
import io.weir.core.io.LinuxSockets;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All sockets of one media thread, in one epoll(7) set: gives clients their addresses and reads
 * what comes for them, in batches. Media thread only.
 */
final class ClientPorts {
  private static final int BATCH = 64;

  /** A kernel that coalesces datagrams hands over up to 64 kB of them. */
  private static final int BUFFER_BYTES = 65_536;

  /**
   * Buffers begin at different lines of the processor's caches, which 64 kB apart they would not.
   */
  private static final int STRIDE = BUFFER_BYTES + 33 * 64;

  /** Batches of one socket before it is another's turn. */
  private static final int BATCHES_PER_TURN = 8;

  private static final int MAX_EVENTS = 256;
  private static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");
  private static final long EVENT_BYTES = PACKED ? 12 : 16;
  private static final long EVENT_DATA = PACKED ? 4 : 8;

  private final MediaMeter meter;
  private final long epochOffsetNs;
  private final MemorySegment errorState;
  private final MemorySegment events;
  private final MemorySegment scratch;
  private final Datagrams datagrams;
  private final PacketPool pool;

  /** What is read is looked at through this one packet. */
  private final Packet packet;

  private final int set;
  private final List<@Nullable ClientPort> ports = new ArrayList<>();
  private final int clientsPerSocket;
  private long dropsOfClosed;

  ClientPorts(Arena arena, MediaMeter meter, long epochOffsetNs) throws IOException {
    this.meter = meter;
    this.epochOffsetNs = epochOffsetNs;
    errorState = Libc.newErrorState(arena);
    events = arena.allocate(MAX_EVENTS * EVENT_BYTES, Long.BYTES);
    scratch = arena.allocate(64, Long.BYTES);
    datagrams = new Datagrams(arena, BATCH);
    pool = new PacketPool(arena, (BATCH * STRIDE + Packet.CAPACITY) / Packet.CAPACITY + 1);
    packet = Objects.requireNonNull(pool.acquire());
    for (int i = 0; i < BATCH; i++) {
      datagrams.setBuffer(i, pool.slab().address() + (long) i * STRIDE, BUFFER_BYTES);
    }
    clientsPerSocket = ClientPort.clientsPerSocket(errorState);
    set = Libc.epollCreate1(errorState, Libc.EPOLL_CLOEXEC);
    if (set < 0) {
      throw LinuxSockets.failure(errorState, "cannot open an epoll set");
    }
  }

  /** For ppoll(2). */
  int descriptor() {
    return set;
  }

  /** Gives a client an address of its own. */
  ClientAddress open(LoadClient client, InetAddress address) throws IOException {
    boolean shared = address.isLoopbackAddress() && address instanceof Inet4Address;
    ClientPort port = shared ? findShared() : null;
    if (port == null) {
      port = new ClientPort(errorState, address, shared ? clientsPerSocket : 1);
      register(port);
    }
    int index = port.add(client);
    return new ClientAddress(port, index, port.address(index), port.source(index));
  }

  /** Takes an address back; a socket that nobody else uses is closed. */
  void close(ClientAddress address) {
    ClientPort port = address.port();
    port.remove(address.index());
    if (port.isUnused()) {
      int place = ports.indexOf(port);
      if (place >= 0) {
        dropsOfClosed += port.drops(scratch);
        port.close();
        ports.set(place, null);
      }
    }
  }

  /** Reads what has come; true when there may be more. */
  boolean receive() {
    int ready = Libc.epollWait(set, events.address(), MAX_EVENTS, 0);
    boolean more = ready == MAX_EVENTS;
    for (int i = 0; i < ready; i++) {
      ClientPort port = ports.get(events.get(JAVA_INT_UNALIGNED, i * EVENT_BYTES + EVENT_DATA));
      if (port != null) {
        more |= receive(port);
      }
    }
    return more;
  }

  /** Datagrams that the kernel dropped because they were not read in time. */
  long kernelDrops() {
    long drops = dropsOfClosed;
    for (ClientPort port : ports) {
      drops += port == null ? 0 : port.drops(scratch);
    }
    return drops;
  }

  void close() {
    for (ClientPort port : ports) {
      if (port != null) {
        port.close();
      }
    }
    ports.clear();
    Libc.close(set);
  }

  private @Nullable ClientPort findShared() {
    for (int i = ports.size() - 1; i >= 0; i--) {
      ClientPort port = ports.get(i);
      if (port != null && port.isShared() && port.hasRoom()) {
        return port;
      }
    }
    return null;
  }

  private void register(ClientPort port) throws IOException {
    int place = ports.indexOf(null);
    if (place < 0) {
      place = ports.size();
      ports.add(port);
    } else {
      ports.set(place, port);
    }
    events.set(JAVA_INT, 0, Libc.EPOLLIN);
    events.set(JAVA_INT_UNALIGNED, EVENT_DATA, place);
    int result =
        Libc.epollCtl(errorState, set, Libc.EPOLL_CTL_ADD, port.descriptor(), events.address());
    if (result != 0) {
      ports.set(place, null);
      port.close();
      throw LinuxSockets.failure(errorState, "cannot watch a socket");
    }
  }

  private boolean receive(ClientPort port) {
    for (int round = 0; round < BATCHES_PER_TURN; round++) {
      for (int i = 0; i < BATCH; i++) {
        datagrams.expect(i);
      }
      int count = Libc.recvmmsg(port.descriptor(), datagrams.address(0), BATCH, Libc.MSG_DONTWAIT);
      // Below zero are EAGAIN, EINTR and errors of earlier datagrams (ICMP): nothing to read now.
      if (count > 0) {
        hand(port, count, System.nanoTime());
      }
      if (count < BATCH) {
        return false;
      }
    }
    return true;
  }

  private void hand(ClientPort port, int count, long nowNs) {
    long messages = 0;
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      LoadClient client = port.client(port.isShared() ? datagrams.destination(i) : 0);
      int length = datagrams.length(i);
      int segment = datagrams.segmentLength(i);
      int step = segment == Datagrams.WHOLE ? length : segment;
      bytes += length;
      for (int start = 0; start < length; start += step) {
        messages++;
        if (client != null) {
          prepare(i, start, Math.min(step, length - start), nowNs);
          client.handleDatagram(packet, nowNs);
        }
      }
    }
    meter.datagramsReceived += messages;
    meter.bytesReceived += bytes;
  }

  /** When the kernel took it in: how long it then waited for the tester is not the server's. */
  private long arrivalNs(int index, long nowNs) {
    long epochNs = datagrams.arrivalEpochNs(index);
    return epochNs == 0 ? nowNs : Math.min(nowNs, epochNs - epochOffsetNs);
  }

  private void prepare(int index, int start, int length, long nowNs) {
    packet.offset = (long) index * STRIDE + start;
    packet.length = length;
    packet.arrivalNs = arrivalNs(index, nowNs);
    packet.sourceHigh = datagrams.sourceHigh(index);
    packet.sourceLow = datagrams.sourceLow(index);
    packet.sourcePort = datagrams.sourcePort(index);
  }
}
