package io.weir.core.rtcp;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/** Transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1). */
public final class TransportFeedback {
  /** Unit of the receive deltas. */
  public static final long DELTA_NS = 250_000;

  /** Unit of the reference time. */
  public static final long REFERENCE_NS = 64_000_000;

  /** Packet status symbols, §3.1.1. */
  public static final int MISSING = 0;

  /** Received, delta of 0 to 63.75 ms in one byte. */
  public static final int SMALL_DELTA = 1;

  /** Received, signed delta in two bytes. */
  public static final int LARGE_DELTA = 2;

  /**
   * Feedback on more packets than that is refused: run lengths claim 65,535 in a few bytes, each of
   * which is work. A browser comes this far only after seconds without a packet on a fast link.
   */
  public static final int MAX_STATUSES = 4096;

  /** Base sequence number, packet status count, reference time, feedback count. */
  static final int FIXED_LENGTH = 8;

  static final int CHUNK_LENGTH = 2;
  private static final int VECTOR_CHUNK = 0x8000;
  private static final int TWO_BIT_SYMBOLS = 0x4000;
  private static final int RUN_LENGTH_MASK = 0x1FFF;
  private static final int ONE_BIT_CAPACITY = 14;
  private static final int TWO_BIT_CAPACITY = 7;

  private TransportFeedback() {}

  /** Number of this feedback packet, 0 to 255. */
  public static int feedbackCount(RtcpReader reader) {
    return Bytes.u8(reader.segment(), Feedback.informationOffset(reader) + 7);
  }

  /** Number of packets that it claims to report on; 0 when it is too short to tell. */
  public static int statusCount(RtcpReader reader) {
    return Feedback.informationLength(reader) < FIXED_LENGTH
        ? 0
        : Bytes.u16(reader.segment(), Feedback.informationOffset(reader) + 2);
  }

  /**
   * Visits all packets that the feedback at which a reader stands reports on.
   *
   * @return false when it is malformed or reports on more than {@link #MAX_STATUSES} packets;
   *     nothing was visited then
   */
  public static boolean parse(RtcpReader reader, TransportFeedbackVisitor visitor) {
    int length = Feedback.informationLength(reader);
    if (length < FIXED_LENGTH) {
      return false;
    }
    MemorySegment segment = reader.segment();
    long information = Feedback.informationOffset(reader);
    long end = information + length;
    int statusCount = statusCount(reader);
    if (statusCount > MAX_STATUSES) {
      return false;
    }
    long chunks = information + FIXED_LENGTH;
    long deltas = findDeltas(segment, chunks, end, statusCount);
    if (deltas < 0) {
      return false;
    }
    visit(segment, information, deltas, visitor);
    return true;
  }

  /** Checks chunks and the room for their deltas; returns where these begin, or -1. */
  private static long findDeltas(MemorySegment segment, long chunks, long end, int statusCount) {
    long position = chunks;
    long deltaLength = 0;
    int remaining = statusCount;
    while (remaining > 0) {
      if (position + CHUNK_LENGTH > end) {
        return -1;
      }
      int chunk = Bytes.u16(segment, position);
      int symbols = Math.min(remaining, capacity(chunk));
      if (symbols == 0) {
        return -1; // a run of nothing
      }
      // All symbols of a run are the same.
      boolean isRun = (chunk & VECTOR_CHUNK) == 0;
      int distinct = isRun ? 1 : symbols;
      for (int i = 0; i < distinct; i++) {
        int symbol = symbol(chunk, i);
        if (symbol > LARGE_DELTA) {
          return -1; // §3.1.1: reserved
        }
        // The symbol is also the length of its delta.
        deltaLength += isRun ? (long) symbol * symbols : symbol;
      }
      remaining -= symbols;
      position += CHUNK_LENGTH;
    }
    return position + deltaLength <= end ? position : -1;
  }

  private static void visit(
      MemorySegment segment, long information, long deltas, TransportFeedbackVisitor visitor) {
    int sequence = Bytes.u16(segment, information);
    int remaining = Bytes.u16(segment, information + 2);
    long arrivalNs = (Bytes.u24(segment, information + 4) << 8 >> 8) * REFERENCE_NS;
    long position = information + FIXED_LENGTH;
    long delta = deltas;
    while (remaining > 0) {
      int chunk = Bytes.u16(segment, position);
      int symbols = Math.min(remaining, capacity(chunk));
      for (int i = 0; i < symbols; i++) {
        int symbol = symbol(chunk, i);
        if (symbol == MISSING) {
          visitor.onMissing(sequence);
        } else {
          int ticks =
              symbol == SMALL_DELTA ? Bytes.u8(segment, delta) : (short) Bytes.u16(segment, delta);
          arrivalNs += ticks * DELTA_NS;
          visitor.onReceived(sequence, arrivalNs);
        }
        delta += symbol;
        sequence = (sequence + 1) & 0xFFFF;
      }
      remaining -= symbols;
      position += CHUNK_LENGTH;
    }
  }

  /** Number of statuses in a chunk, §3.1.3 and §3.1.4. */
  private static int capacity(int chunk) {
    if ((chunk & VECTOR_CHUNK) == 0) {
      return chunk & RUN_LENGTH_MASK;
    }
    return (chunk & TWO_BIT_SYMBOLS) == 0 ? ONE_BIT_CAPACITY : TWO_BIT_CAPACITY;
  }

  private static int symbol(int chunk, int index) {
    if ((chunk & VECTOR_CHUNK) == 0) {
      return (chunk >>> 13) & 3;
    }
    if ((chunk & TWO_BIT_SYMBOLS) == 0) {
      return (chunk >>> (ONE_BIT_CAPACITY - 1 - index)) & 1;
    }
    return (chunk >>> (2 * (TWO_BIT_CAPACITY - 1 - index))) & 3;
  }
}
