package io.weir.core.congestion;

import io.weir.core.buffer.Bytes;
import io.weir.core.rtcp.TransportFeedback;
import java.lang.foreign.MemorySegment;

/**
 * Encodes packet statuses and receive deltas of one transport-wide feedback
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1.2 to §3.1.5). One thread.
 */
final class TwccChunks {
  static final int CHUNK_LENGTH = 2;

  private static final int VECTOR = 0x8000;
  private static final int TWO_BIT = 0x4000;
  private static final int ONE_BIT_CAPACITY = 14;
  private static final int TWO_BIT_CAPACITY = 7;
  private static final int MAX_RUN = 0x1FFF;
  private static final int MAX_SMALL_DELTA = 0xFF;

  private final byte[] symbols;
  private final short[] deltas;
  private final short[] chunks;
  private int count;
  private int deltaLength;
  private int chunkCount;

  TwccChunks(int capacity) {
    symbols = new byte[capacity];
    deltas = new short[capacity];
    chunks = new short[capacity / TWO_BIT_CAPACITY + 1];
  }

  void clear() {
    count = 0;
    deltaLength = 0;
    chunkCount = 0;
  }

  void addMissing() {
    symbols[count++] = TransportFeedback.MISSING;
  }

  /** Adds a packet that came some ticks of 250 µs after the last; false when none can say that. */
  boolean addReceived(long delta) {
    if (delta != (short) delta) {
      return false;
    }
    boolean small = delta >= 0 && delta <= MAX_SMALL_DELTA;
    // A symbol's value is the length of its delta in bytes.
    symbols[count] = (byte) (small ? TransportFeedback.SMALL_DELTA : TransportFeedback.LARGE_DELTA);
    deltas[count] = (short) delta;
    deltaLength += symbols[count];
    count++;
    return true;
  }

  /** Length that chunks and deltas cannot exceed if one more status is added. */
  int maxLengthWithOneMore() {
    int maxChunks = count / TWO_BIT_CAPACITY + 1;
    return maxChunks * CHUNK_LENGTH + deltaLength + TransportFeedback.LARGE_DELTA;
  }

  int deltaLength() {
    return deltaLength;
  }

  /** Packs the statuses into chunks; returns how many. */
  int encode() {
    int position = 0;
    while (position < count) {
      int run = runLength(position);
      int capacity = isOneBit(position) ? ONE_BIT_CAPACITY : TWO_BIT_CAPACITY;
      int vector = Math.min(capacity, count - position);
      if (run >= vector) {
        chunks[chunkCount++] = (short) (symbols[position] << 13 | run);
        position += run;
      } else {
        chunks[chunkCount++] = (short) vectorChunk(position, vector, capacity);
        position += vector;
      }
    }
    return chunkCount;
  }

  /** Writes chunks, then deltas. */
  void write(MemorySegment segment, long offset) {
    long position = offset;
    for (int i = 0; i < chunkCount; i++) {
      Bytes.putU16(segment, position, chunks[i]);
      position += CHUNK_LENGTH;
    }
    for (int i = 0; i < count; i++) {
      if (symbols[i] == TransportFeedback.SMALL_DELTA) {
        Bytes.putU8(segment, position, deltas[i]);
      } else if (symbols[i] == TransportFeedback.LARGE_DELTA) {
        Bytes.putU16(segment, position, deltas[i]);
      }
      position += symbols[i];
    }
  }

  private int runLength(int position) {
    int end = position + 1;
    while (end < count && end - position < MAX_RUN && symbols[end] == symbols[position]) {
      end++;
    }
    return end - position;
  }

  /** Whether one bit per symbol does for as many statuses as such a vector holds. */
  private boolean isOneBit(int position) {
    int end = Math.min(count, position + ONE_BIT_CAPACITY);
    for (int i = position; i < end; i++) {
      if (symbols[i] == TransportFeedback.LARGE_DELTA) {
        return false;
      }
    }
    return true;
  }

  private int vectorChunk(int position, int length, int capacity) {
    boolean oneBit = capacity == ONE_BIT_CAPACITY;
    int bitsPerSymbol = oneBit ? 1 : 2;
    int chunk = oneBit ? VECTOR : VECTOR | TWO_BIT;
    for (int i = 0; i < length; i++) {
      chunk |= symbols[position + i] << (bitsPerSymbol * (capacity - 1 - i));
    }
    return chunk;
  }
}
