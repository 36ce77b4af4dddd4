package io.weir.core.testkit;

import io.weir.core.buffer.Bytes;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.sequence.NtpTime;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Notes when packets arrive and writes congestion control feedback of it (RFC 8888 §3.1): per
 * stream everything since the last report, and older packets again when one of them came late, as
 * libwebrtc's congestion_control_feedback_tracker.cc does. One thread.
 */
public final class CongestionReporter {
  private static final int FORMAT = RtcpPacketType.FORMAT_CONGESTION;
  private static final int SENDER_AND_TIMESTAMP = 8;
  private static final int STREAM_HEADER = 8;
  private static final int RECEIVED = 0x8000;
  private static final int OFFSET_TOO_LARGE = 0x1FFE;
  private static final int OFFSET_UNKNOWN = 0x1FFF;
  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final int KEPT = 2_000;

  private final Map<Integer, Stream> streams = new TreeMap<>();

  private static final class Stream {
    private final TreeMap<Long, Long> arrivals = new TreeMap<>();
    private long nextToReport;
    private boolean news;

    private long unwrap(int sequence) {
      if (arrivals.isEmpty()) {
        nextToReport = 0x10000L + sequence;
        return nextToReport;
      }
      long highest = arrivals.lastKey();
      return highest + (short) (sequence - (int) highest);
    }

    private void add(int sequence, long arrivalNs) {
      long number = unwrap(sequence);
      // The first of several copies counts (RFC 8888 §3.1).
      if (arrivals.putIfAbsent(number, arrivalNs) == null) {
        nextToReport = Math.min(nextToReport, number);
        news = true;
        arrivals.headMap(arrivals.lastKey() - KEPT).clear();
      }
    }
  }

  /** A block of one stream in one report. */
  private record Block(int ssrc, Stream stream, long first, int count) {
    int length() {
      return STREAM_HEADER + (count + 1) / 2 * Integer.BYTES;
    }
  }

  /** A packet arrived, on the client's clock. */
  public void onPacket(int ssrc, int sequence, long arrivalNs) {
    streams.computeIfAbsent(ssrc, ignored -> new Stream()).add(sequence, arrivalNs);
  }

  /**
   * Appends one report of all news for which there is room; the next one tells the rest.
   *
   * @param nowNs on the client's clock, which counts from 1900
   * @return false when there is nothing to tell
   */
  public boolean write(RtcpWriter writer, int senderSsrc, long nowNs) {
    List<Block> blocks = blocks(writer.remaining() - 4 - SENDER_AND_TIMESTAMP);
    if (blocks.isEmpty()) {
      return false;
    }
    int length = blocks.stream().mapToInt(Block::length).sum() + SENDER_AND_TIMESTAMP;
    long position = writer.append(RtcpPacketType.TRANSPORT_FEEDBACK, FORMAT, length);
    MemorySegment out = writer.segment();
    Bytes.putI32(out, position, senderSsrc);
    position += Integer.BYTES;
    for (Block block : blocks) {
      write(block, out, position, nowNs);
      position += block.length();
    }
    Bytes.putI32(out, position, NtpTime.compact(NtpTime.fromNs(nowNs)));
    return true;
  }

  private List<Block> blocks(int room) {
    List<Block> blocks = new ArrayList<>();
    int left = room;
    for (Map.Entry<Integer, Stream> entry : streams.entrySet()) {
      Stream stream = entry.getValue();
      long most = (left - STREAM_HEADER) / Integer.BYTES * 2L;
      if (stream.news && most > 0) {
        long first = stream.nextToReport;
        long count = Math.min(stream.arrivals.lastKey() + 1 - first, most);
        Block block = new Block(entry.getKey(), stream, first, (int) count);
        stream.nextToReport = first + count;
        stream.news = stream.nextToReport <= stream.arrivals.lastKey();
        left -= block.length();
        blocks.add(block);
      }
    }
    return blocks;
  }

  private static void write(Block block, MemorySegment out, long at, long nowNs) {
    Bytes.putI32(out, at, block.ssrc());
    Bytes.putU16(out, at + 4, (int) block.first() & 0xFFFF);
    Bytes.putU16(out, at + 6, block.count());
    long report = at + STREAM_HEADER;
    for (int i = 0; i < block.count(); i++) {
      Long arrival = block.stream().arrivals.get(block.first() + i);
      Bytes.putU16(out, report + 2L * i, arrival == null ? 0 : RECEIVED | offset(nowNs - arrival));
    }
    if (block.count() % 2 == 1) {
      Bytes.putU16(out, report + 2L * block.count(), 0);
    }
  }

  /** In 1/1024 s. */
  private static int offset(long agoNs) {
    if (agoNs < 0) {
      return OFFSET_UNKNOWN;
    }
    return (int) Math.min((agoNs << 10) / NS_PER_SECOND, OFFSET_TOO_LARGE);
  }
}
