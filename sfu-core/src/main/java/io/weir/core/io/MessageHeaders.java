package io.weir.core.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An array of {@code struct mmsghdr} for recvmmsg(2) and sendmmsg(2), each with one {@code struct
 * iovec} and a socket address of its own. Worker thread only.
 *
 * <p>No message has control data; those of UDP generic segmentation offload would stand beside the
 * vectors and addresses, pointed to by {@code msg_control} at 32 and {@code msg_controllen} at 40.
 */
final class MessageHeaders {
  private static final long HEADER_BYTES = 64;
  private static final long NAME = 0;
  private static final long NAME_LENGTH = 8;
  private static final long VECTORS = 16;
  private static final long VECTOR_COUNT = 24;
  private static final long FLAGS = 48;
  private static final long LENGTH = 56;

  private static final long VECTOR_BYTES = 16;
  private static final long VECTOR_BASE = 0;
  private static final long VECTOR_LENGTH = 8;

  private final MemorySegment headers;
  private final MemorySegment vectors;
  private final MemorySegment names;

  MessageHeaders(Arena arena, int capacity) {
    headers = arena.allocate(capacity * HEADER_BYTES, 64);
    vectors = arena.allocate(capacity * VECTOR_BYTES, 64);
    names = arena.allocate((long) capacity * SocketAddressStruct.MAX_BYTES, 64);
    for (int i = 0; i < capacity; i++) {
      long header = i * HEADER_BYTES;
      headers.set(JAVA_LONG, header + NAME, names.address() + nameOffset(i));
      headers.set(JAVA_LONG, header + VECTORS, vectors.address() + i * VECTOR_BYTES);
      headers.set(JAVA_LONG, header + VECTOR_COUNT, 1);
      expectSource(i);
    }
  }

  /** Native address of a header and those after it. */
  long address(int index) {
    return headers.address() + index * HEADER_BYTES;
  }

  /** Sets where the datagram is, or is to be read to. */
  void setBuffer(int index, long address, int length) {
    vectors.set(JAVA_LONG, index * VECTOR_BYTES + VECTOR_BASE, address);
    vectors.set(JAVA_LONG, index * VECTOR_BYTES + VECTOR_LENGTH, length);
  }

  /** Makes room for a source address; the kernel overwrites the length with each datagram. */
  void expectSource(int index) {
    headers.set(JAVA_INT, index * HEADER_BYTES + NAME_LENGTH, SocketAddressStruct.MAX_BYTES);
  }

  /** Sets where a datagram goes. */
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
