package io.weir.bench.load.media;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.io.InternetAddress;
import io.weir.core.io.Libc;
import io.weir.core.io.LinuxSockets;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One UDP socket of the tester, for one client or, on loopback, for many: Linux takes all of
 * 127.0.0.0/8 for its own, so that each client has an address there, and one socket bound to none
 * of them serves all. Media thread only.
 */
final class ClientPort {
  /** Where clients' loopback addresses begin: 127.64.0.1, far from those that servers use. */
  private static final int FIRST_LOOPBACK = 0x7F40_0001;

  /** What is asked of the kernel for what a client receives at most before it is read. */
  private static final int BYTES_PER_CLIENT = 64 << 10;

  private static final int MAX_BUFFER = 128 << 20;
  private static final int MIN_BUFFER = 2 << 20;

  /** {@code sk_meminfo} (linux/sock_diag.h): nine numbers, of which the last counts drops. */
  private static final int MEMINFO_BYTES = 36;

  private static final long MEMINFO_DROPS = 32;

  private final int descriptor;
  private final int port;
  private final @Nullable LoadClient[] clients;
  private final boolean shared;
  private final InetAddress address;
  private int used;

  /** Where the next place is looked for. */
  private int next;

  /**
   * Opens a socket.
   *
   * @param address to bind to, unless it is shared
   * @param capacity how many clients it serves; more than one only on loopback
   */
  ClientPort(MemorySegment errorState, InetAddress address, int capacity) throws IOException {
    this(errorState, address, capacity, (long) capacity * BYTES_PER_CLIENT);
  }

  private ClientPort(MemorySegment errorState, InetAddress address, int capacity, long bufferBytes)
      throws IOException {
    this.address = address;
    shared = capacity > 1;
    clients = new LoadClient[capacity];
    InetSocketAddress wanted =
        new InetSocketAddress(
            shared ? InetAddress.getByAddress(new byte[Integer.BYTES]) : address, 0);
    descriptor = LinuxSockets.open(errorState, Libc.SOCK_DGRAM, wanted);
    try {
      int bytes = Math.clamp(bufferBytes, MIN_BUFFER, MAX_BUFFER);
      enlarge(Libc.SO_RCVBUFFORCE, Libc.SO_RCVBUF, bytes);
      enlarge(Libc.SO_SNDBUFFORCE, Libc.SO_SNDBUF, bytes);
      // Where the kernel knows none of it, datagrams come one by one: dearer, but right; and
      // they have come when they are read.
      boolean _ = LinuxSockets.setOption(descriptor, Libc.SOL_SOCKET, Datagrams.ARRIVAL_TIME, 1);
      boolean ignored = LinuxSockets.setOption(descriptor, Libc.SOL_UDP, Libc.UDP_GRO, 1);
      if (shared && !LinuxSockets.setOption(descriptor, Libc.IPPROTO_IP, Libc.IP_PKTINFO, 1)) {
        throw new IOException("the kernel does not tell which address a datagram came to");
      }
      port = LinuxSockets.bind(errorState, descriptor, "UDP", wanted).getPort();
    } catch (IOException e) {
      Libc.close(descriptor);
      throw e;
    }
  }

  /** How many clients a socket may serve with the buffer that the kernel grants. */
  static int clientsPerSocket(MemorySegment errorState) throws IOException {
    ClientPort trial = new ClientPort(errorState, InetAddress.getLoopbackAddress(), 1, MAX_BUFFER);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
      Libc.getsockopt(
          trial.descriptor, Libc.SOL_SOCKET, Libc.SO_RCVBUF, value.address(), length.address());
      return Math.max(2, value.get(JAVA_INT, 0) / BYTES_PER_CLIENT);
    } finally {
      trial.close();
    }
  }

  /** For epoll(7). */
  int descriptor() {
    return descriptor;
  }

  /** Local port. */
  int port() {
    return port;
  }

  /** Whether there is room for another client. */
  boolean hasRoom() {
    return used < clients.length;
  }

  /** Whether nobody uses it. */
  boolean isUnused() {
    return used == 0;
  }

  /**
   * Gives a client a place; returns its index. One that was left comes last again: a server may
   * still send to the one who left, and would disturb a newcomer's DTLS handshake.
   */
  int add(LoadClient client) {
    int index = next;
    while (clients[index] != null) {
      index = (index + 1) % clients.length;
    }
    clients[index] = client;
    next = (index + 1) % clients.length;
    used++;
    return index;
  }

  /** Takes a client's place back. */
  void remove(int index) {
    if (clients[index] != null) {
      clients[index] = null;
      used--;
    }
  }

  /** The address of the client at an index. */
  InetAddress address(int index) {
    return shared
        ? InternetAddress.of(0, NetworkPath.IPV4_MAPPED | ipv4(index), 0).getAddress()
        : address;
  }

  /** What IP_PKTINFO says of the client at an index; 0 when the socket is its own. */
  int source(int index) {
    return shared ? ipv4(index) : 0;
  }

  /** Whose a datagram is that came to a local address, or null. */
  @Nullable LoadClient client(int destination) {
    int index = shared ? destination - FIRST_LOOPBACK : 0;
    return index >= 0 && index < clients.length ? clients[index] : null;
  }

  /** Whether datagrams tell which client they are for. */
  boolean isShared() {
    return shared;
  }

  /** Datagrams that the kernel dropped because its buffer was full. */
  long drops(MemorySegment scratch) {
    MemorySegment length = scratch.asSlice(MEMINFO_BYTES, Integer.BYTES);
    length.set(JAVA_INT, 0, MEMINFO_BYTES);
    int result =
        Libc.getsockopt(
            descriptor, Libc.SOL_SOCKET, Libc.SO_MEMINFO, scratch.address(), length.address());
    return result == 0 ? Integer.toUnsignedLong(scratch.get(JAVA_INT, MEMINFO_DROPS)) : 0;
  }

  void close() {
    Libc.close(descriptor);
    Arrays.fill(clients, null);
  }

  private static int ipv4(int index) {
    return FIRST_LOOPBACK + index;
  }

  private void enlarge(int forced, int limited, int bytes) {
    // The FORCE variants need CAP_NET_ADMIN; the others are silently cut to net.core.{r,w}mem_max.
    if (!LinuxSockets.setOption(descriptor, Libc.SOL_SOCKET, forced, bytes)) {
      boolean ignored = LinuxSockets.setOption(descriptor, Libc.SOL_SOCKET, limited, bytes);
    }
  }
}
