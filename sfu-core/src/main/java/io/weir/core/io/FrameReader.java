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

  /** What {@link #take} returns once the bytes are no frames of ours. */
  static final int BAD = -1;

  private static final int LENGTH_BYTES = 2;

  private final PacketPool pool;
  private final PacketCounters counters;

  /** The frame under way; null before its length is known, and where the pool had no packet. */
  private @Nullable Packet packet;

  private long frames;
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

  /** Frames that have ended so far, null packets among them. */
  long frames() {
    return frames;
  }

  /**
   * Takes the next bytes of the stream, however they are cut.
   *
   * @param at where they begin
   * @param end where they end
   * @param maxFrames after so many it stops
   * @return where it stopped; {@link #BAD} when they are not frames of ours (counted), and the
   *     connection is of no use then
   */
  int take(MemorySegment bytes, int at, int end, int maxFrames, Sink sink) {
    long lastFrame = frames + maxFrames;
    int next = at;
    while (next < end && frames < lastFrame && !closed) {
      if (lengthBytes < LENGTH_BYTES) {
        length = (length << 8) | Bytes.u8(bytes, next++);
        if (++lengthBytes == LENGTH_BYTES && !begin()) {
          return BAD;
        }
      } else {
        int piece = Math.min(end - next, length - filled);
        if (packet != null) {
          Bytes.copy(bytes, next, packet.segment(), packet.base() + filled, piece);
        }
        filled += piece;
        next += piece;
        if (filled == length) {
          complete(sink);
        }
      }
    }
    return next;
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
    if (length > MAX_FRAME) {
      counters.increment(PacketCounter.TCP_BAD_FRAME);
      return false;
    }
    if (length == 0) {
      endFrame(); // RFC 4571 §2: a null packet, which means nothing.
      return true;
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
    endFrame();
    if (complete == null) {
      counters.increment(PacketCounter.POOL_EXHAUSTED);
    } else {
      sink.onFrame(complete);
    }
  }

  private void endFrame() {
    packet = null;
    lengthBytes = 0;
    length = 0;
    filled = 0;
    frames++;
  }
}
