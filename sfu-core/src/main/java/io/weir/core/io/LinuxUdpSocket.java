package io.weir.core.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.Inet6Address;
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
  private final int scope;
  private final InetSocketAddress localAddress;

  /** The packets that the next datagrams are read into; null where the pool had none. */
  private final @Nullable Packet[] armed = new @Nullable Packet[RECEIVE_BATCH];

  private final MessageHeaders received;
  private final long scratch;

  private final MessageHeaders outgoing;
  private final int[] outgoingLengths = new int[SendBatch.CAPACITY];
  private final long sendMemory;
  private int waiting;

  /**
   * Opens and binds a socket.
   *
   * @param index its index in the worker
   * @param bindAddress port 0 picks a free one
   * @param sendMemory the send batch's memory
   * @throws IOException if the kernel refuses
   */
  LinuxUdpSocket(
      int index,
      InetSocketAddress bindAddress,
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
    received = new MessageHeaders(arena, RECEIVE_BATCH);
    scratch = arena.allocate(Packet.CAPACITY, 64).address();
    outgoing = new MessageHeaders(arena, SendBatch.CAPACITY);
    scope = bindAddress.getAddress() instanceof Inet6Address inet6 ? inet6.getScopeId() : 0;
    descriptor = open(bindAddress);
    try {
      setBufferSizes();
      localAddress = bind(bindAddress);
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
    long bytes = 0;
    for (int i = 0; i < count; i++) {
      bytes += received.length(i);
      Packet packet = armed[i];
      if (packet == null) {
        counters.increment(PacketCounter.POOL_EXHAUSTED);
      } else if (received.isTruncated(i)) {
        counters.increment(PacketCounter.TRUNCATED);
      } else {
        packet.length = received.length(i);
        packet.arrivalNs = nowNs;
        packet.socket = index;
        received.readSource(i, packet);
        armed[i] = null;
        into[stored++] = packet;
      }
      received.expectSource(i);
    }
    if (count > 0) {
      counters.add(PacketCounter.RECEIVED, count);
      counters.add(PacketCounter.RECEIVED_BYTES, bytes);
    }
    return stored;
  }

  @Override
  public void enqueue(long offset, int length, NetworkPath path) {
    outgoing.setBuffer(waiting, sendMemory + offset, length);
    outgoing.setDestination(waiting, path, scope);
    outgoingLengths[waiting] = length;
    waiting++;
  }

  @Override
  public void flush() {
    int next = 0;
    while (next < waiting) {
      long headers = outgoing.address(next);
      int sent = Libc.sendmmsg(descriptor, headers, waiting - next, Libc.MSG_DONTWAIT);
      if (sent < 0) {
        sent = Libc.sendmmsg(errorState, descriptor, headers, waiting - next, Libc.MSG_DONTWAIT);
      }
      if (sent > 0) {
        countSent(next, sent);
        next += sent;
        continue;
      }
      int error = Libc.errno(errorState);
      if (error == Libc.EAGAIN) {
        counters.add(PacketCounter.SEND_BUFFER_FULL, waiting - next);
        break;
      }
      if (error != Libc.EINTR) {
        // ECONNREFUSED, ENETUNREACH, EPERM, …: this destination's trouble only.
        counters.increment(PacketCounter.SEND_FAILED);
        next++;
      }
    }
    waiting = 0;
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
          i, packet == null ? scratch : packet.segment().address() + packet.base(), MAX_DATAGRAM);
    }
  }

  private void countSent(int first, int count) {
    long bytes = 0;
    for (int i = first; i < first + count; i++) {
      bytes += outgoingLengths[i];
    }
    counters.add(PacketCounter.SENT, count);
    counters.add(PacketCounter.SENT_BYTES, bytes);
  }

  private int open(InetSocketAddress bindAddress) throws IOException {
    boolean ipv4 = bindAddress.getAddress() instanceof Inet4Address;
    int opened =
        Libc.socket(
            errorState,
            ipv4 ? Libc.AF_INET : Libc.AF_INET6,
            Libc.SOCK_DGRAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC,
            0);
    if (opened < 0) {
      throw failure("cannot open a UDP socket for " + bindAddress);
    }
    if (!ipv4) {
      // Otherwise :: would take IPv4 as well, and clash with a socket bound to 0.0.0.0.
      setOption(opened, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, 1);
    }
    return opened;
  }

  private void setBufferSizes() {
    // The FORCE variants need CAP_NET_ADMIN; the others are silently cut to net.core.{r,w}mem_max.
    if (!setOption(descriptor, Libc.SOL_SOCKET, Libc.SO_RCVBUFFORCE, KERNEL_BUFFER_BYTES)) {
      setOption(descriptor, Libc.SOL_SOCKET, Libc.SO_RCVBUF, KERNEL_BUFFER_BYTES);
    }
    if (!setOption(descriptor, Libc.SOL_SOCKET, Libc.SO_SNDBUFFORCE, KERNEL_BUFFER_BYTES)) {
      setOption(descriptor, Libc.SOL_SOCKET, Libc.SO_SNDBUF, KERNEL_BUFFER_BYTES);
    }
  }

  private boolean setOption(int socket, int level, int option, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocateFrom(JAVA_INT, value);
      return Libc.setsockopt(socket, level, option, memory.address(), Integer.BYTES) == 0;
    }
  }

  private InetSocketAddress bind(InetSocketAddress wanted) throws IOException {
    long high = InternetAddress.high(wanted.getAddress());
    long low = InternetAddress.low(wanted.getAddress());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(SocketAddressStruct.MAX_BYTES, Long.BYTES);
      int length =
          NetworkPath.isIpv4(high, low)
              ? SocketAddressStruct.writeIpv4(name, 0, low, wanted.getPort())
              : SocketAddressStruct.writeIpv6(name, 0, high, low, wanted.getPort(), scope);
      if (Libc.bind(errorState, descriptor, name.address(), length) != 0) {
        throw failure("cannot bind UDP " + wanted);
      }
      MemorySegment nameLength = arena.allocateFrom(JAVA_INT, SocketAddressStruct.MAX_BYTES);
      if (Libc.getsockname(errorState, descriptor, name.address(), nameLength.address()) != 0) {
        throw failure("cannot tell the port of UDP " + wanted);
      }
      return new InetSocketAddress(wanted.getAddress(), SocketAddressStruct.port(name, 0));
    }
  }

  private IOException failure(String message) {
    return new IOException(message + " (errno " + Libc.errno(errorState) + ")");
  }
}
