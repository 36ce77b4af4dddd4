package io.weir.core.io;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.NetworkPath;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Turns Java's address objects into the two longs of {@link NetworkPath} and back. */
public final class InternetAddress {
  private InternetAddress() {}

  /** First 8 octets. */
  public static long high(InetAddress address) {
    byte[] octets = address.getAddress();
    return octets.length == 4 ? 0 : Bytes.i64(MemorySegment.ofArray(octets), 0);
  }

  /** Last 8 octets; IPv4 is mapped. */
  public static long low(InetAddress address) {
    byte[] octets = address.getAddress();
    MemorySegment segment = MemorySegment.ofArray(octets);
    return octets.length == 4
        ? NetworkPath.IPV4_MAPPED | Bytes.u32(segment, 0)
        : Bytes.i64(segment, Long.BYTES);
  }

  /** The remote end of a path. */
  public static InetSocketAddress remoteEnd(NetworkPath path) {
    return of(path.addressHigh(), path.addressLow(), path.port());
  }

  /** An address and a port as objects. */
  public static InetSocketAddress of(long high, long low, int port) {
    boolean ipv4 = NetworkPath.isIpv4(high, low);
    byte[] octets = new byte[ipv4 ? 4 : 16];
    MemorySegment segment = MemorySegment.ofArray(octets);
    if (ipv4) {
      Bytes.putI32(segment, 0, (int) low);
    } else {
      Bytes.putI64(segment, 0, high);
      Bytes.putI64(segment, Long.BYTES, low);
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(octets), port);
    } catch (UnknownHostException e) {
      throw new AssertionError("4 and 16 octets are legal lengths", e);
    }
  }
}
