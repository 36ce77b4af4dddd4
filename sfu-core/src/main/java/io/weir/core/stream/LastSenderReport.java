package io.weir.core.stream;

import io.weir.core.sequence.NtpTime;

/**
 * The last sender report of one stream (RFC 3550 §6.4.1): which moment of the publisher's clock its
 * RTP timestamps stand for. One thread.
 */
public final class LastSenderReport {
  private boolean known;
  private long ntp;
  private long rtpTimestamp;
  private long arrivalNs;

  /** Takes a report that came now. */
  public void update(long newNtp, long newRtpTimestamp, long nowNs) {
    known = true;
    ntp = newNtp;
    rtpTimestamp = newRtpTimestamp;
    arrivalNs = nowNs;
  }

  void forget() {
    known = false;
  }

  /** Whether one has come; the other values mean something only then. */
  public boolean isKnown() {
    return known;
  }

  /** 64-bit NTP time on the publisher's clock. */
  public long ntp() {
    return ntp;
  }

  /** RTP timestamp of the same moment, 0 to 2^32-1. */
  public long rtpTimestamp() {
    return rtpTimestamp;
  }

  /** When it came, on our clock. */
  public long arrivalNs() {
    return arrivalNs;
  }

  /** The LSR field of a report block; 0 without a sender report. */
  int compactNtp() {
    return known ? NtpTime.compact(ntp) : 0;
  }

  /** The DLSR field of a report block; 0 without a sender report. */
  int compactDelay(long nowNs) {
    return known ? NtpTime.compactDuration(nowNs - arrivalNs) : 0;
  }
}
