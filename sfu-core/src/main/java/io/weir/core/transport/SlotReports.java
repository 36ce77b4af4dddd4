package io.weir.core.transport;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.StreamStatistics;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.sequence.NtpTime;
import io.weir.core.stream.SendStream;
import java.util.List;

/**
 * What RTCP says of a slot's stream: sender reports to the client, and what its receiver reports
 * said last. Worker thread only.
 */
final class SlotReports {
  private static final long NS_PER_SECOND = 1_000_000_000L;

  /** Reports tell losses in 1/256 (RFC 3550 §6.4.1). */
  private static final double FRACTION = 256;

  private long reportedPackets;
  private long packetsAtReport;
  private int fractionLost;
  private int cumulativeLost;
  private long jitter;

  /** Whether anything was sent since the last sender report. */
  boolean isDue(SendStream stream) {
    return stream.packetCount() != reportedPackets;
  }

  /**
   * Appends a sender report on the stream's one RTP ↔ NTP line; false when there is no room.
   *
   * @param ntpOffsetNs what to add to the worker's clock to get ns since the NTP epoch
   */
  boolean write(RtcpWriter writer, SendStream stream, long nowNs, long ntpOffsetNs) {
    boolean written =
        writer.senderReport(
            stream.ssrc(),
            NtpTime.fromNs(nowNs + ntpOffsetNs),
            stream.timestampAt(nowNs) & 0xFFFF_FFFFL,
            stream.packetCount(),
            stream.octetCount());
    if (written) {
      reportedPackets = stream.packetCount();
    }
    return written;
  }

  /**
   * Takes a receiver report (RFC 3550 §6.4.1).
   *
   * @param sentPackets what was sent of the stream so far
   * @return how many of these came after the last receiver report
   */
  long onReport(long sentPackets, int lostFraction, int lostSoFar, long jitterUnits) {
    long since = sentPackets - packetsAtReport;
    packetsAtReport = sentPackets;
    fractionLost = lostFraction;
    cumulativeLost = lostSoFar;
    jitter = jitterUnits;
    return since;
  }

  /**
   * What was sent so far, and what the client reported of it.
   *
   * @param codecs what was negotiated; at least one
   */
  StreamStatistics statistics(SendStream stream, List<CodecParameters> codecs) {
    int payloadType = stream.meter().payloadType();
    CodecParameters codec = codecs.getFirst();
    for (CodecParameters candidate : codecs) {
      if (candidate.payloadType() == payloadType) {
        codec = candidate;
      }
    }
    return stream
        .meter()
        .statistics(
            stream.ssrc(),
            payloadType < 0 ? null : codec.name(),
            cumulativeLost,
            fractionLost / FRACTION,
            jitter * NS_PER_SECOND / codec.clockRate());
  }
}
