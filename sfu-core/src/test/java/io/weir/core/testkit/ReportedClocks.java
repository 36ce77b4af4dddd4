package io.weir.core.testkit;

import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.SenderReport;
import io.weir.core.sequence.NtpTime;
import java.util.HashMap;
import java.util.Map;

/**
 * What sender reports say of a client's slots: which moment an RTP timestamp stands for (RFC 3550
 * §6.4.1). One thread.
 */
final class ReportedClocks {
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final Map<Integer, Line> lines = new HashMap<>();

  private record Line(long ntpNs, int timestamp) {}

  /** Takes the sender report at which a reader stands. */
  void take(RtcpReader reader) {
    lines.put(
        SenderReport.ssrc(reader),
        new Line(NtpTime.toNs(SenderReport.ntp(reader)), (int) SenderReport.rtpTimestamp(reader)));
  }

  /** When what has a timestamp was captured; fails when no report told yet. */
  long playoutNs(int ssrc, int timestamp, int clockRate) {
    Line line = lines.get(ssrc);
    if (line == null) {
      throw new AssertionError("no sender report for " + ssrc);
    }
    return line.ntpNs() + (timestamp - line.timestamp()) * NS_PER_SECOND / clockRate;
  }
}
