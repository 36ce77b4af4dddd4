package io.weir.bench;

import io.weir.core.buffer.Bytes;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.rtcp.RtcpWriter;
import java.lang.foreign.MemorySegment;

/**
 * The packets that one client got lately, and its feedback on them, written as cheaply as can be:
 * benchmarks measure who reads it. Nothing is lost or overtaken. One thread.
 */
public final class ArrivalLog {
  /** So many packets fit before feedback must be written. */
  public static final int CAPACITY = 256;

  private static final int FIRST_NUMBER = 1;
  private static final int LARGE_DELTAS = 2 << 13;
  private static final long DELTA_NS = 250_000;
  private static final long REFERENCE_NS = 64_000_000;
  private static final int RECEIVED = 0x8000;
  private static final int UNIT_BITS = 10;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final long[] arrivedNs = new long[CAPACITY];
  private final int[] ssrcs = new int[CAPACITY];
  private final short[] sequences = new short[CAPACITY];
  private int count;
  private int reported;

  /** A packet arrives. */
  public void add(int ssrc, int sequence, long nowNs) {
    if (count == CAPACITY) {
      throw new IllegalStateException("feedback is written too rarely");
    }
    arrivedNs[count] = nowNs;
    ssrcs[count] = ssrc;
    sequences[count] = (short) sequence;
    count++;
  }

  /** Packets that came since the last feedback. */
  public int count() {
    return count;
  }

  /** Writes what came, and forgets it. */
  public void write(SlotFeedback feedback, RtcpWriter writer, long nowNs) {
    switch (feedback) {
      case NONE -> {}
      case TRANSPORT_WIDE -> writeTransportWide(writer);
      case BY_STREAM -> writeByStream(writer, nowNs);
    }
    reported += count;
    count = 0;
  }

  /** Numbers follow each other: every packet to the client has one. */
  private void writeTransportWide(RtcpWriter writer) {
    int length = (8 + 2 + 2 * count + 3) / 4 * 4;
    MemorySegment out = writer.segment();
    long at =
        writer.appendFeedback(
            RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.FORMAT_TRANSPORT_WIDE, 1, 1, length);
    long reference = arrivedNs[0] / REFERENCE_NS;
    Bytes.putU16(out, at, (FIRST_NUMBER + reported) & 0xFFFF);
    Bytes.putU16(out, at + 2, count);
    Bytes.putI32(out, at + 4, (int) reference << 8);
    Bytes.putU16(out, at + 8, LARGE_DELTAS | count);
    long last = reference * (REFERENCE_NS / DELTA_NS);
    for (int i = 0; i < count; i++) {
      long ticks = arrivedNs[i] / DELTA_NS;
      Bytes.putU16(out, at + 10 + 2L * i, (int) (ticks - last) & 0xFFFF);
      last = ticks;
    }
    if (count % 2 == 0) {
      Bytes.putU16(out, at + 10 + 2L * count, 0);
    }
  }

  /** Packets of one SSRC that follow each other are a block. */
  private void writeByStream(RtcpWriter writer, long nowNs) {
    int length = 8;
    for (int i = 0; i < count; i = endOfBlock(i)) {
      length += 8 + (endOfBlock(i) - i + 1) / 2 * 4;
    }
    MemorySegment out = writer.segment();
    long at =
        writer.append(RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.FORMAT_CONGESTION, length);
    Bytes.putI32(out, at, 1);
    long position = at + 4;
    int end;
    for (int i = 0; i < count; i = end) {
      end = endOfBlock(i);
      Bytes.putI32(out, position, ssrcs[i]);
      Bytes.putU16(out, position + 4, sequences[i] & 0xFFFF);
      Bytes.putU16(out, position + 6, end - i);
      position += 8;
      for (int j = i; j < end; j++) {
        long units = ((nowNs - arrivedNs[j]) << UNIT_BITS) / NS_PER_SECOND;
        Bytes.putU16(out, position, RECEIVED | (int) units);
        position += 2;
      }
      if ((end - i) % 2 == 1) {
        Bytes.putU16(out, position, 0);
        position += 2;
      }
    }
    long seconds = nowNs / NS_PER_SECOND;
    long fraction = ((nowNs % NS_PER_SECOND) << 16) / NS_PER_SECOND;
    Bytes.putI32(out, position, (int) ((seconds << 16) | fraction));
  }

  private int endOfBlock(int first) {
    int end = first + 1;
    while (end < count
        && ssrcs[end] == ssrcs[first]
        && sequences[end] == (short) (sequences[first] + end - first)) {
      end++;
    }
    return end;
  }
}
