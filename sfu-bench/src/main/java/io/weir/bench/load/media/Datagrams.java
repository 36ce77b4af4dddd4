package io.weir.bench.load.media;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.NetworkPath;
import io.weir.core.io.Libc;
import io.weir.core.io.SocketAddressStruct;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An array of {@code struct mmsghdr} with a socket address and control data each: which of the
 * tester's own addresses a datagram came to or shall leave from (IP_PKTINFO), when it came
 * (SO_TIMESTAMPNS), and how long the datagrams are of which the kernel hands over several as one
 * (UDP_GRO). One thread.
 */
final class Datagrams {
  /** {@link #segmentLength} of a message that is one datagram. */
  static final int WHOLE = 0;

  // struct mmsghdr
  private static final long HEADER_BYTES = 64;
  private static final long NAME = 0;
  private static final long NAME_LENGTH = 8;
  private static final long VECTORS = 16;
  private static final long VECTOR_COUNT = 24;
  private static final long CONTROL = 32;
  private static final long CONTROL_LENGTH = 40;
  private static final long LENGTH = 56;

  // struct iovec
  private static final long VECTOR_BYTES = 16;
  private static final long VECTOR_LENGTH = 8;

  // struct cmsghdr: length, level, type, data; the next one begins at a multiple of 8.
  private static final long CONTROL_LEVEL = 8;
  private static final long CONTROL_TYPE = 12;
  private static final long CONTROL_DATA = 16;

  /** struct in_pktinfo: interface, local address, destination in the header. */
  private static final int PACKET_INFO_BYTES = 12;

  private static final long PACKET_INFO_LOCAL = 4;
  private static final long PACKET_INFO_DESTINATION = 8;

  /** SO_TIMESTAMPNS and SCM_TIMESTAMPNS of socket(7): a struct timespec. */
  static final int ARRIVAL_TIME = 35;

  /** Room for all kinds of control data. */
  private static final long CONTROL_ROOM = 96;

  private static final long PACKET_INFO_ROOM = 32;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final MemorySegment headers;
  private final MemorySegment vectors;
  private final MemorySegment names;
  private final MemorySegment controls;

  Datagrams(Arena arena, int capacity) {
    headers = arena.allocate(capacity * HEADER_BYTES, 64);
    vectors = arena.allocate(capacity * VECTOR_BYTES, 64);
    names = arena.allocate((long) capacity * SocketAddressStruct.MAX_BYTES, 64);
    controls = arena.allocate(capacity * CONTROL_ROOM, 64);
    for (int i = 0; i < capacity; i++) {
      long header = i * HEADER_BYTES;
      headers.set(JAVA_LONG, header + NAME, names.address() + name(i));
      headers.set(JAVA_LONG, header + VECTORS, vectors.address() + i * VECTOR_BYTES);
      headers.set(JAVA_LONG, header + VECTOR_COUNT, 1);
      headers.set(JAVA_LONG, header + CONTROL, controls.address() + i * CONTROL_ROOM);
    }
  }

  /** Native address of a header and those after it. */
  long address(int index) {
    return headers.address() + index * HEADER_BYTES;
  }

  /** Where a datagram is, or is read to. */
  void setBuffer(int index, long address, long length) {
    vectors.set(JAVA_LONG, index * VECTOR_BYTES, address);
    vectors.set(JAVA_LONG, index * VECTOR_BYTES + VECTOR_LENGTH, length);
  }

  /** Makes room for a datagram's source and control data, which the kernel overwrites. */
  void expect(int index) {
    long header = index * HEADER_BYTES;
    headers.set(JAVA_INT, header + NAME_LENGTH, SocketAddressStruct.MAX_BYTES);
    headers.set(JAVA_LONG, header + CONTROL_LENGTH, CONTROL_ROOM);
  }

  /** Sets where a datagram goes. */
  void setDestination(int index, long high, long low, int port) {
    int length =
        NetworkPath.isIpv4(high, low)
            ? SocketAddressStruct.writeIpv4(names, name(index), low, port)
            : SocketAddressStruct.writeIpv6(names, name(index), high, low, port, 0);
    headers.set(JAVA_INT, index * HEADER_BYTES + NAME_LENGTH, length);
  }

  /** Sets which local IPv4 address a datagram leaves from; 0 for the one that is bound. */
  void setSource(int index, int ipv4) {
    long header = index * HEADER_BYTES;
    if (ipv4 == 0) {
      headers.set(JAVA_LONG, header + CONTROL_LENGTH, 0);
      return;
    }
    long control = index * CONTROL_ROOM;
    controls.set(JAVA_LONG, control, CONTROL_DATA + PACKET_INFO_BYTES);
    controls.set(JAVA_INT, control + CONTROL_LEVEL, Libc.IPPROTO_IP);
    controls.set(JAVA_INT, control + CONTROL_TYPE, Libc.IP_PKTINFO);
    controls.set(JAVA_INT, control + CONTROL_DATA, 0);
    Bytes.putI32(controls, control + CONTROL_DATA + PACKET_INFO_LOCAL, ipv4);
    headers.set(JAVA_LONG, header + CONTROL_LENGTH, PACKET_INFO_ROOM);
  }

  /** Bytes that the kernel read. */
  int length(int index) {
    return headers.get(JAVA_INT, index * HEADER_BYTES + LENGTH);
  }

  /** First 8 octets of a datagram's source. */
  long sourceHigh(int index) {
    return SocketAddressStruct.high(names, name(index));
  }

  /** The last 8. */
  long sourceLow(int index) {
    return SocketAddressStruct.low(names, name(index));
  }

  /** Its port. */
  int sourcePort(int index) {
    return SocketAddressStruct.port(names, name(index));
  }

  /** The local IPv4 address that a datagram came to; 0 when the socket does not tell. */
  int destination(int index) {
    long found = find(index, Libc.IPPROTO_IP, Libc.IP_PKTINFO);
    return found == 0 ? 0 : Bytes.i32(controls, found + PACKET_INFO_DESTINATION);
  }

  /** Length of each but the last of the datagrams that a message holds, or {@link #WHOLE}. */
  int segmentLength(int index) {
    long found = find(index, Libc.SOL_UDP, Libc.UDP_GRO);
    return found == 0 ? WHOLE : controls.get(JAVA_INT, found);
  }

  /** When the kernel took a datagram in, ns since 1970; 0 when it does not tell. */
  long arrivalEpochNs(int index) {
    long found = find(index, Libc.SOL_SOCKET, ARRIVAL_TIME);
    return found == 0
        ? 0
        : controls.get(JAVA_LONG, found) * NANOS_PER_SECOND
            + controls.get(JAVA_LONG, found + Long.BYTES);
  }

  /** Offset of the data of a control message, or 0. */
  private long find(int index, int level, int type) {
    long length = headers.get(JAVA_LONG, index * HEADER_BYTES + CONTROL_LENGTH);
    long start = index * CONTROL_ROOM;
    long position = start;
    while (position + CONTROL_DATA <= start + length) {
      if (controls.get(JAVA_INT, position + CONTROL_LEVEL) == level
          && controls.get(JAVA_INT, position + CONTROL_TYPE) == type) {
        return position + CONTROL_DATA;
      }
      long own = controls.get(JAVA_LONG, position);
      if (own < CONTROL_DATA) {
        return 0;
      }
      position += (own + 7) & -8;
    }
    return 0;
  }

  private static long name(int index) {
    return (long) index * SocketAddressStruct.MAX_BYTES;
  }
}
