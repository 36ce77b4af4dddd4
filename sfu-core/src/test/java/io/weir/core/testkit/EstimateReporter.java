package io.weir.core.testkit;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import io.weir.core.congestion.ReceiverSideEstimate;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.rtcp.RtcpWriter;
import java.lang.foreign.MemorySegment;

/**
 * Writes what a client estimates of its own link (draft-alvestrand-rmcat-remb-03): once a second,
 * and at once when it falls by 3 %, as libwebrtc's remb_throttler.cc does. Beside it go receiver
 * reports with what was lost. One thread.
 */
final class EstimateReporter {
  private static final long INTERVAL_NS = 1_000_000_000L;
  private static final double FALL_SHARE = 0.97;
  private static final int IDENTIFIER = 0x52454D42; // "REMB"
  private static final int BODY = 20;
  private static final long UNKNOWN = -1;
  private static final int MANTISSA_BITS = 18;

  private final ReceiverSideEstimate estimate = new ReceiverSideEstimate();
  private int ssrc;
  private long saidBps = Long.MAX_VALUE;
  private long nextNs;
  private long nextReportNs;
  private long highest = UNKNOWN;
  private long highestReported;
  private int received;

  void onPacket(Packet packet, long nowNs) {
    if (packet.payloadType % 2 == 0) {
      ssrc = packet.ssrc;
      received++;
      long number = highest + (short) (packet.sequenceNumber - (int) highest);
      if (highest == UNKNOWN) {
        highest = packet.sequenceNumber;
        highestReported = highest - 1;
      } else {
        highest = Math.max(highest, number);
      }
    }
    estimate.onPacket((int) packet.timestamp, packet.length, nowNs);
  }

  /** Appends what is to be told; false when there is nothing. */
  boolean write(RtcpWriter writer, long nowNs) {
    boolean reported = writeReport(writer, nowNs);
    return writeEstimate(writer, nowNs) || reported;
  }

  private boolean writeReport(RtcpWriter writer, long nowNs) {
    long expected = highest - highestReported;
    if (highest == UNKNOWN || expected == 0 || nextReportNs - nowNs > 0) {
      return false;
    }
    nextReportNs = nowNs + INTERVAL_NS;
    long lost = Math.max(0, expected - received);
    highestReported = highest;
    received = 0;
    return writer.receiverReport(1)
        && writer.reportBlock(ssrc, (int) (255 * lost / expected), (int) lost, highest, 0, 0, 0);
  }

  private boolean writeEstimate(RtcpWriter writer, long nowNs) {
    long present = estimate.bitsPerSecond();
    boolean fell = present < FALL_SHARE * saidBps && saidBps != Long.MAX_VALUE;
    if (present == ReceiverSideEstimate.UNKNOWN || (!fell && nextNs - nowNs > 0)) {
      return false;
    }
    nextNs = nowNs + INTERVAL_NS;
    saidBps = present;
    long at =
        writer.append(RtcpPacketType.PAYLOAD_FEEDBACK, RtcpPacketType.FORMAT_APPLICATION, BODY);
    MemorySegment out = writer.segment();
    Bytes.putI32(out, at, 1);
    Bytes.putI32(out, at + 4, 0);
    Bytes.putI32(out, at + 8, IDENTIFIER);
    int exponent = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(present) - MANTISSA_BITS);
    Bytes.putI32(out, at + 12, 1 << 24 | exponent << MANTISSA_BITS | (int) (present >> exponent));
    Bytes.putI32(out, at + 16, ssrc);
    return true;
  }
}
