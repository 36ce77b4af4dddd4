package io.weir.core.io;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Where the rest of a train is read to. With UDP generic receive offload the kernel hands several
 * datagrams of one sender over as one message of up to 64 kB. A message begins in a packet, which
 * is all that a single datagram needs, and goes on here; then the train is cut, one copy per
 * further datagram. Worker thread only; all of a worker's sockets share one.
 *
 * <p>The memory is the kernel's to give: where no trains come, none of it is ever touched.
 */
final class ReceivedTrains {
  /** Room for what follows the first packet's {@link UdpSocket#MAX_DATAGRAM} bytes. */
  static final int REST_BYTES = (1 << 16) - UdpSocket.MAX_DATAGRAM;

  private static final long BYTES = (long) UdpSocket.RECEIVE_BATCH * REST_BYTES;

  private final MemorySegment rests;

  /**
   * Reserves address space, for as long as {@code arena} lives.
   *
   * @throws IOException if there is none
   */
  ReceivedTrains(Arena arena) throws IOException {
    long address = Libc.mmap(BYTES);
    if (address == Libc.MAP_FAILED) {
      throw new IOException("no memory for received trains");
    }
    rests =
        MemorySegment.ofAddress(address)
            .reinterpret(BYTES, arena, memory -> Libc.munmap(memory.address(), BYTES));
  }

  /** Where the rest of a message goes. */
  long address(int message) {
    return rests.address() + (long) message * REST_BYTES;
  }

  /**
   * Copies a datagram of a train into a packet of its own.
   *
   * @param first the packet that the message begins in
   * @param offset where the datagram begins in the message
   */
  void copy(int message, Packet first, int offset, int length, Packet into) {
    int inFirst = Math.clamp(UdpSocket.MAX_DATAGRAM - (long) offset, 0, length);
    Bytes.copy(first.segment(), first.base() + offset, into.segment(), into.base(), inFirst);
    long rest = (long) message * REST_BYTES + offset + inFirst - UdpSocket.MAX_DATAGRAM;
    if (inFirst < length) {
      Bytes.copy(rests, rest, into.segment(), into.base() + inFirst, length - inFirst);
    }
    into.length = length;
  }
}
