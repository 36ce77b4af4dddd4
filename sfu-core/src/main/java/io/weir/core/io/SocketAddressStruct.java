package io.weir.core.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.NetworkPath;
import java.lang.foreign.MemorySegment;

/**
 * Reads and writes {@code struct sockaddr_in} and {@code sockaddr_in6}, as ip(7) and ipv6(7) give
 * them; addresses are two longs as in {@link io.weir.core.buffer.NetworkPath}.
 */
public final class SocketAddressStruct {
  /** Room for either of the two, rounded up to whole longs. */
  public static final int MAX_BYTES = 32;

  private static final int IPV4_BYTES = 16;
  private static final int IPV6_BYTES = 28;
  private static final long FAMILY = 0;
  private static final long PORT = 2;
  private static final long IPV4_ADDRESS = 4;
  private static final long IPV6_HIGH = 8;
  private static final long IPV6_LOW = 16;
  private static final long IPV6_SCOPE = 24;

  private SocketAddressStruct() {}

  /** Writes an IPv4 address and port; returns the structure's length. */
  public static int writeIpv4(MemorySegment memory, long at, long low, int port) {
    memory.set(JAVA_SHORT, at + FAMILY, (short) Libc.AF_INET);
    Bytes.putU16(memory, at + PORT, port);
    Bytes.putI32(memory, at + IPV4_ADDRESS, (int) low);
    return IPV4_BYTES;
  }

  /**
   * Writes an IPv6 address and port; returns the structure's length.
   *
   * @param scope index of the interface for link-local addresses, otherwise 0
   */
  public static int writeIpv6(
      MemorySegment memory, long at, long high, long low, int port, int scope) {
    memory.set(JAVA_SHORT, at + FAMILY, (short) Libc.AF_INET6);
    Bytes.putU16(memory, at + PORT, port);
    Bytes.putI64(memory, at + IPV6_HIGH, high);
    Bytes.putI64(memory, at + IPV6_LOW, low);
    memory.set(JAVA_INT, at + IPV6_SCOPE, scope);
    return IPV6_BYTES;
  }

  /** First 8 octets of the address. */
  public static long high(MemorySegment memory, long at) {
    return isIpv4(memory, at) ? 0 : Bytes.i64(memory, at + IPV6_HIGH);
  }

  /** Last 8 octets of the address; IPv4 is mapped. */
  public static long low(MemorySegment memory, long at) {
    return isIpv4(memory, at)
        ? NetworkPath.IPV4_MAPPED | Bytes.u32(memory, at + IPV4_ADDRESS)
        : Bytes.i64(memory, at + IPV6_LOW);
  }

  /** The port. */
  public static int port(MemorySegment memory, long at) {
    return Bytes.u16(memory, at + PORT);
  }

  private static boolean isIpv4(MemorySegment memory, long at) {
    return memory.get(JAVA_SHORT, at + FAMILY) == Libc.AF_INET;
  }
}
