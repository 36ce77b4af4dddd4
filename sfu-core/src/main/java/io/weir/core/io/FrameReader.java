package io.weir.core.io;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Cuts one TCP connection's bytes into the frames of RFC 4571 §2 (two octets of length, then the
 * packet), each in a packet of the worker's pool. Between calls it holds at most one packet, whose
 * end has not come yet. Worker thread only.
 */
final class FrameReader {
  /** Longest frame taken: what fits an Ethernet frame, as over UDP. */
  static final int MAX_FRAME = 1_500;

  private static final int LENGTH_BYTES = 2;

  private final PacketPool pool;
  private final PacketCounters counters;

  /** The frame under way; null before its length is known, and where the pool had no packet. */
  private @Nullable Packet packet;

  private int lengthBytes;
  private int length;
  private int filled;
  private boolean closed;

  /** Takes complete frames. */
  interface Sink {
    /** Takes a frame with the reference to its packet; may close the reader. */
    void onFrame(Packet packet);
  }

  FrameReader(PacketPool pool, PacketCounters counters) {
    this.pool = pool;
    this.counters = counters;
  }

  /**
   * Takes the next bytes of the stream, however they are cut.
   *
   * @return false when they are not frames of ours (counted); the connection is of no use then
   */
  boolean take(MemorySegment bytes, int count, Sink sink) {
    int at = 0;
    while (at < count && !closed) {
      if (lengthBytes < LENGTH_BYTES) {
        length = (length << 8) | Bytes.u8(bytes, at++);
        if (++lengthBytes == LENGTH_BYTES && !begin()) {
          return false;
        }
      } else {
        int piece = Math.min(count - at, length - filled);
        if (packet != null) {
          Bytes.copy(bytes, at, packet.segment(), packet.base() + filled, piece);
        }
        filled += piece;
        at += piece;
        if (filled == length) {
          complete(sink);
        }
      }
    }
    return true;
  }

  /** Gives back what it holds; later bytes are not looked at. */
  void close() {
    closed = true;
    if (packet != null) {
      pool.release(packet);
      packet = null;
    }
  }

  private boolean begin() {
    if (length == 0 || length > MAX_FRAME) {
      counters.increment(PacketCounter.TCP_BAD_FRAME);
      return false;
    }
    packet = pool.acquire();
    return true;
  }

  private void complete(Sink sink) {
    Packet complete = packet;
    counters.increment(PacketCounter.RECEIVED);
    counters.add(PacketCounter.RECEIVED_BYTES, length);
    if (complete != null) {
      complete.length = length;
    }
    packet = null;
    lengthBytes = 0;
    length = 0;
    filled = 0;
    if (complete == null) {
      counters.increment(PacketCounter.POOL_EXHAUSTED);
    } else {
      sink.onFrame(complete);
    }
  }
}
