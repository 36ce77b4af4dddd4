package io.weir.core.io;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A UDP socket over recvmmsg(2) and sendmmsg(2): reads straight into packets, sends straight from
 * the send batch, and allocates nothing. Worker thread only.
 */
final class LinuxUdpSocket implements UdpSocket {
  private final int index;
  private final PacketPool pool;
  private final PacketCounters counters;
  private final MemorySegment errorState;
  private final int descriptor;
  private final InetSocketAddress localAddress;

  /** The packets that the next datagrams are read into; null where the pool had none. */
  private final @Nullable Packet[] armed = new @Nullable Packet[RECEIVE_BATCH];

  /** Each message has two vectors: a packet, and what {@link ReceivedTrains} has for its rest. */
  private final MessageHeaders received;

  private final ReceivedTrains trains;
  private final long scratch;
  private boolean drained = true;

  private final OutgoingDatagrams outgoing;
  private final long sendMemory;

  /**
   * Opens and binds a socket.
   *
   * @param index its index in the worker
   * @param bindAddress port 0 picks a free one
   * @param sendsTrains whether datagrams may be sent in trains, see {@link OutgoingDatagrams}
   * @param trains takes what is received in trains
   * @param sendMemory the send batch's memory
   * @throws IOException if the kernel refuses
   */
  LinuxUdpSocket(
      int index,
      InetSocketAddress bindAddress,
      boolean sendsTrains,
      ReceivedTrains trains,
      Arena arena,
      PacketPool pool,
      PacketCounters counters,
      MemorySegment sendMemory)
      throws IOException {
    this.index = index;
    this.pool = pool;
    this.counters = counters;
    this.sendMemory = sendMemory.address();
    errorState = Libc.newErrorState(arena);
    this.trains = trains;
    received = new MessageHeaders(arena, RECEIVE_BATCH, 2);
    for (int i = 0; i < RECEIVE_BATCH; i++) {
      received.setBuffer(2 * i + 1, trains.address(i), ReceivedTrains.REST_BYTES);
    }
    scratch = arena.allocate(Packet.CAPACITY, 64).address();
    descriptor = LinuxSockets.open(errorState, Libc.SOCK_DGRAM, bindAddress);
    try {
      setBufferSizes();
      // Linux 5.0 and later; without it, trains come as single datagrams.
      LinuxSockets.setOption(descriptor, Libc.SOL_UDP, Libc.UDP_GRO, 1);
      localAddress = LinuxSockets.bind(errorState, descriptor, "UDP", bindAddress);
      outgoing =
          new OutgoingDatagrams(
              arena,
              SendBatch.CAPACITY,
              sendsTrains && knowsTrains(),
              LinuxSockets.scope(bindAddress),
              counters,
              this::send);
    } catch (IOException e) {
      Libc.close(descriptor);
      throw e;
    }
  }

  /** For poll(2). */
  int descriptor() {
    return descriptor;
  }

  @Override
  public InetSocketAddress localAddress() {
    return localAddress;
  }

  @Override
  public int receive(@Nullable Packet[] into, long nowNs) {
    arm();
    int count = Libc.recvmmsg(descriptor, received.address(0), RECEIVE_BATCH, Libc.MSG_DONTWAIT);
    // Below zero are EAGAIN, EINTR and errors of earlier datagrams (ICMP): the next call goes on.
    int stored = 0;
    for (int i = 0; i < count; i++) {
      stored = take(i, into, stored, nowNs);
      received.expectDatagram(i);
    }
    drained = count < RECEIVE_BATCH;
    return stored;
  }

  @Override
  public boolean isDrained() {
    return drained;
  }

  /** Stores the datagrams of a message; returns how many packets are stored then. */
  private int take(int message, @Nullable Packet[] into, int stored, long nowNs) {
    int length = received.length(message);
    int told = received.segmentSize(message);
    int size = told == MessageHeaders.WHOLE ? length : told;
    int datagrams = length <= size ? 1 : (length + size - 1) / size;
    counters.add(PacketCounter.RECEIVED, datagrams);
    counters.add(PacketCounter.RECEIVED_BYTES, length);
    Packet first = armed[message];
    if (first == null || stored == into.length) {
      counters.add(PacketCounter.POOL_EXHAUSTED, datagrams);
      return stored;
    }
    if (size > MAX_DATAGRAM || received.isTruncated(message)) {
      counters.add(PacketCounter.TRUNCATED, datagrams);
      return stored;
    }
    armed[message] = null;
    int next = store(first, Math.min(size, length), message, into, stored, nowNs);
    for (int offset = size; offset < length; offset += size) {
      Packet packet = next < into.length ? pool.acquire() : null;
      if (packet == null) {
        counters.increment(PacketCounter.POOL_EXHAUSTED);
        continue;
      }
      int rest = Math.min(size, length - offset);
      trains.copy(message, first, offset, rest, packet);
      next = store(packet, rest, message, into, next, nowNs);
    }
    return next;
  }

  private int store(
      Packet packet, int length, int message, @Nullable Packet[] into, int stored, long nowNs) {
    packet.length = length;
    packet.arrivalNs = nowNs;
    packet.socket = index;
    received.readSource(message, packet);
    into[stored] = packet;
    return stored + 1;
  }

  @Override
  public boolean sendsTrains() {
    return outgoing.trains();
  }

  @Override
  public void enqueue(long offset, int length, NetworkPath path) {
    outgoing.add(sendMemory + offset, length, path);
  }

  @Override
  public void flush() {
    outgoing.flush();
  }

  @Override
  public void close() {
    Libc.close(descriptor);
    for (int i = 0; i < RECEIVE_BATCH; i++) {
      Packet packet = armed[i];
      if (packet != null) {
        pool.release(packet);
        armed[i] = null;
      }
    }
  }

  private void arm() {
    for (int i = 0; i < RECEIVE_BATCH; i++) {
      if (armed[i] != null) {
        continue;
      }
      Packet packet = pool.acquire();
      armed[i] = packet;
      received.setBuffer(
          2 * i,
          packet == null ? scratch : packet.segment().address() + packet.base(),
          MAX_DATAGRAM);
    }
  }

  /** Asks for the error's number only if there is one, because that makes an object. */
  private int send(long headers, int count) {
    int sent = Libc.sendmmsg(descriptor, headers, count, Libc.MSG_DONTWAIT);
    if (sent < 0) {
      sent = Libc.sendmmsg(errorState, descriptor, headers, count, Libc.MSG_DONTWAIT);
    }
    return sent < 0 ? -Libc.errno(errorState) : sent;
  }

  /** Linux 4.18 and later know the option; earlier ones would send a train as one datagram. */
  private boolean knowsTrains() {
    return LinuxSockets.setOption(descriptor, Libc.SOL_UDP, Libc.UDP_SEGMENT, 0);
  }

  private void setBufferSizes() {
    // The FORCE variants need CAP_NET_ADMIN; the others are silently cut to net.core.{r,w}mem_max.
    if (!setSize(Libc.SO_RCVBUFFORCE)) {
      setSize(Libc.SO_RCVBUF);
    }
    if (!setSize(Libc.SO_SNDBUFFORCE)) {
      setSize(Libc.SO_SNDBUF);
    }
  }

  private boolean setSize(int option) {
    return LinuxSockets.setOption(descriptor, Libc.SOL_SOCKET, option, KERNEL_BUFFER_BYTES);
  }
}
