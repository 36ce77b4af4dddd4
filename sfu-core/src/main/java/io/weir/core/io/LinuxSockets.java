package io.weir.core.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.weir.core.buffer.NetworkPath;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** What opening a socket through {@link Libc} takes, for UDP and TCP alike. Any thread. */
public final class LinuxSockets {
  private LinuxSockets() {}

  /** Index of the interface of a link-local address, otherwise 0. */
  public static int scope(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address inet6 ? inet6.getScopeId() : 0;
  }

  /**
   * Opens a non-blocking socket of an address's family.
   *
   * @param type {@link Libc#SOCK_DGRAM} or {@link Libc#SOCK_STREAM}
   * @throws IOException if the kernel refuses
   */
  public static int open(MemorySegment errorState, int type, InetSocketAddress address)
      throws IOException {
    boolean ipv4 = address.getAddress() instanceof Inet4Address;
    int opened =
        Libc.socket(
            errorState,
            ipv4 ? Libc.AF_INET : Libc.AF_INET6,
            type | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC,
            0);
    if (opened < 0) {
      throw failure(errorState, "cannot open a socket for " + address);
    }
    if (!ipv4) {
      // Otherwise :: would take IPv4 as well, and clash with a socket bound to 0.0.0.0.
      setOption(opened, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, 1);
    }
    return opened;
  }

  /**
   * Binds a socket; returns its address with the port that it has then.
   *
   * @param protocol for the message of a failure
   * @throws IOException if the kernel refuses; a {@link BindException} when the port is taken
   */
  public static InetSocketAddress bind(
      MemorySegment errorState, int descriptor, String protocol, InetSocketAddress wanted)
      throws IOException {
    long high = InternetAddress.high(wanted.getAddress());
    long low = InternetAddress.low(wanted.getAddress());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(SocketAddressStruct.MAX_BYTES, Long.BYTES);
      int length =
          NetworkPath.isIpv4(high, low)
              ? SocketAddressStruct.writeIpv4(name, 0, low, wanted.getPort())
              : SocketAddressStruct.writeIpv6(name, 0, high, low, wanted.getPort(), scope(wanted));
      if (Libc.bind(errorState, descriptor, name.address(), length) != 0) {
        throw failure(errorState, "cannot bind " + protocol + " " + wanted);
      }
      MemorySegment nameLength = arena.allocateFrom(JAVA_INT, SocketAddressStruct.MAX_BYTES);
      if (Libc.getsockname(errorState, descriptor, name.address(), nameLength.address()) != 0) {
        throw failure(errorState, "cannot tell the port of " + protocol + " " + wanted);
      }
      return new InetSocketAddress(wanted.getAddress(), SocketAddressStruct.port(name, 0));
    }
  }

  /** Sets an option that is a number; false if the kernel refuses. */
  public static boolean setOption(int descriptor, int level, int option, int value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocateFrom(JAVA_INT, value);
      return Libc.setsockopt(descriptor, level, option, memory.address(), Integer.BYTES) == 0;
    }
  }

  /** An exception that says what the kernel said. */
  public static IOException failure(MemorySegment errorState, String message) {
    int error = Libc.errno(errorState);
    String text = message + " (errno " + error + ")";
    return error == Libc.EADDRINUSE ? new BindException(text) : new IOException(text);
  }
}
