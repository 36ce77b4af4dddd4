package io.weir.core.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An array of {@code struct mmsghdr} for recvmmsg(2) and sendmmsg(2), with as many {@code struct
 * iovec}, and for each header a socket address and room for one control message. Worker thread
 * only.
 *
 * <p>A header begins with the vector of its own number, unless {@link #setVectors} says otherwise.
 */
final class MessageHeaders {
  /** The segment size of a message that is one datagram. */
  static final int WHOLE = 0;

  private static final long HEADER_BYTES = 64;
  private static final long NAME = 0;
  private static final long NAME_LENGTH = 8;
  private static final long VECTORS = 16;
  private static final long VECTOR_COUNT = 24;
  private static final long CONTROL = 32;
  private static final long CONTROL_LENGTH = 40;
  private static final long FLAGS = 48;
  private static final long LENGTH = 56;

  private static final long VECTOR_BYTES = 16;
  private static final long VECTOR_BASE = 0;
  private static final long VECTOR_LENGTH = 8;

  /** A {@code struct cmsghdr} with a value of 2 or 4 bytes, see cmsg(3). */
  private static final long CONTROL_BYTES = 24;

  private static final long CONTROL_MESSAGE_LENGTH = 18;
  private static final long CONTROL_LEVEL = 8;
  private static final long CONTROL_TYPE = 12;
  private static final long CONTROL_VALUE = 16;

  private final MemorySegment headers;
  private final MemorySegment vectors;
  private final MemorySegment names;
  private final MemorySegment controls;

  MessageHeaders(Arena arena, int capacity) {
    this(arena, capacity, 1);
  }

  /**
   * Headers with some vectors each: header {@code i} begins with vector {@code i * vectorsEach}.
   */
  MessageHeaders(Arena arena, int capacity, int vectorsEach) {
    headers = arena.allocate(capacity * HEADER_BYTES, 64);
    vectors = arena.allocate((long) capacity * vectorsEach * VECTOR_BYTES, 64);
    names = arena.allocate((long) capacity * SocketAddressStruct.MAX_BYTES, 64);
    controls = arena.allocate(capacity * CONTROL_BYTES, 64);
    for (int i = 0; i < capacity; i++) {
      long header = i * HEADER_BYTES;
      headers.set(JAVA_LONG, header + NAME, names.address() + nameOffset(i));
      headers.set(JAVA_LONG, header + CONTROL, controls.address() + i * CONTROL_BYTES);
      setVectors(i, i * vectorsEach, vectorsEach);
      expectDatagram(i);
    }
  }

  /** Native address of a header and those after it. */
  long address(int index) {
    return headers.address() + index * HEADER_BYTES;
  }

  /** Sets where a datagram is, or is to be read to. */
  void setBuffer(int vector, long address, int length) {
    vectors.set(JAVA_LONG, vector * VECTOR_BYTES + VECTOR_BASE, address);
    vectors.set(JAVA_LONG, vector * VECTOR_BYTES + VECTOR_LENGTH, length);
  }

  /** Lets a message consist of some neighbouring vectors. */
  void setVectors(int index, int firstVector, int count) {
    long header = index * HEADER_BYTES;
    headers.set(JAVA_LONG, header + VECTORS, vectors.address() + firstVector * VECTOR_BYTES);
    headers.set(JAVA_LONG, header + VECTOR_COUNT, count);
  }

  /**
   * Has the kernel cut a message into datagrams (UDP_SEGMENT, see udp(7)).
   *
   * @param bytes their size, the last one may be shorter; {@link #WHOLE} for one datagram
   */
  void setSegmentSize(int index, int bytes) {
    if (bytes == WHOLE) {
      headers.set(JAVA_LONG, index * HEADER_BYTES + CONTROL_LENGTH, 0);
      return;
    }
    headers.set(JAVA_LONG, index * HEADER_BYTES + CONTROL_LENGTH, CONTROL_BYTES);
    long control = index * CONTROL_BYTES;
    controls.set(JAVA_LONG, control, CONTROL_MESSAGE_LENGTH);
    controls.set(JAVA_INT, control + CONTROL_LEVEL, Libc.SOL_UDP);
    controls.set(JAVA_INT, control + CONTROL_TYPE, Libc.UDP_SEGMENT);
    controls.set(JAVA_SHORT, control + CONTROL_VALUE, (short) bytes);
  }

  /** Makes room for source and control message; the kernel overwrites both lengths each time. */
  void expectDatagram(int index) {
    headers.set(JAVA_INT, index * HEADER_BYTES + NAME_LENGTH, SocketAddressStruct.MAX_BYTES);
    headers.set(JAVA_LONG, index * HEADER_BYTES + CONTROL_LENGTH, CONTROL_BYTES);
  }

  /** Size of the datagrams that a message was put together of, or {@link #WHOLE} (UDP_GRO). */
  int segmentSize(int index) {
    long control = index * CONTROL_BYTES;
    boolean told =
        headers.get(JAVA_LONG, index * HEADER_BYTES + CONTROL_LENGTH) > CONTROL_VALUE
            && controls.get(JAVA_INT, control + CONTROL_LEVEL) == Libc.SOL_UDP
            && controls.get(JAVA_INT, control + CONTROL_TYPE) == Libc.UDP_GRO;
    return told ? Short.toUnsignedInt(controls.get(JAVA_SHORT, control + CONTROL_VALUE)) : WHOLE;
  }

  /** Sets where a message goes. */
  void setDestination(int index, NetworkPath path, int scope) {
    long name = nameOffset(index);
    int length =
        path.isIpv4()
            ? SocketAddressStruct.writeIpv4(names, name, path.addressLow(), path.port())
            : SocketAddressStruct.writeIpv6(
                names, name, path.addressHigh(), path.addressLow(), path.port(), scope);
    headers.set(JAVA_INT, index * HEADER_BYTES + NAME_LENGTH, length);
  }

  /** Copies the source that the kernel wrote into a packet. */
  void readSource(int index, Packet packet) {
    long name = nameOffset(index);
    packet.sourceHigh = SocketAddressStruct.high(names, name);
    packet.sourceLow = SocketAddressStruct.low(names, name);
    packet.sourcePort = SocketAddressStruct.port(names, name);
  }

  /** Bytes that the kernel read or sent. */
  int length(int index) {
    return headers.get(JAVA_INT, index * HEADER_BYTES + LENGTH);
  }

  /** Whether the datagram was longer than its buffer. */
  boolean isTruncated(int index) {
    return (headers.get(JAVA_INT, index * HEADER_BYTES + FLAGS) & Libc.MSG_TRUNC) != 0;
  }

  private static long nameOffset(int index) {
    return (long) index * SocketAddressStruct.MAX_BYTES;
  }
}
