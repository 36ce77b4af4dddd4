package io.weir.core.sequence;

/**
 * Conversions between nanoseconds and the 32.32 fixed-point time of RTCP (RFC 3550 §4), and its
 * compact 16.16 form. Any thread.
 */
public final class NtpTime {
  /** Nanoseconds from the NTP epoch (1900) to the Unix epoch (1970). */
  public static final long UNIX_EPOCH_NS = 2_208_988_800L * 1_000_000_000L;

  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final long LOW_32_BITS = 0xFFFF_FFFFL;

  private NtpTime() {}

  /** The 64-bit NTP timestamp of a time in nanoseconds since 1900; seconds wrap in 2036. */
  public static long fromNs(long ns) {
    long seconds = Math.floorDiv(ns, NS_PER_SECOND);
    long remainder = Math.floorMod(ns, NS_PER_SECOND);
    return seconds << 32 | (remainder << 32) / NS_PER_SECOND;
  }

  /** Nanoseconds since the start of the NTP era that a 64-bit timestamp stands for. */
  public static long toNs(long ntp) {
    return (ntp >>> 32) * NS_PER_SECOND + (((ntp & LOW_32_BITS) * NS_PER_SECOND) >>> 32);
  }

  /** The middle 32 bits of a timestamp, as in the LSR field (RFC 3550 §6.4.1). */
  public static int compact(long ntp) {
    return (int) (ntp >>> 16);
  }

  /** A duration in units of 1/65536 s, as in the DLSR field. */
  public static int compactDuration(long ns) {
    long seconds = ns / NS_PER_SECOND;
    return (int) (seconds << 16 | ((ns % NS_PER_SECOND) << 16) / NS_PER_SECOND);
  }

  /**
   * Round-trip time from a report block (RFC 3550 §6.4.1), in nanoseconds.
   *
   * @param nowCompact the present time, {@link #compact compact}
   * @param lastReport the block's LSR field
   * @param delay the block's DLSR field
   * @return -1 when the block reports on no sender report or the result would be negative
   */
  public static long roundTripNs(int nowCompact, int lastReport, int delay) {
    int roundTrip = nowCompact - lastReport - delay;
    if (lastReport == 0 || roundTrip < 0) {
      return -1;
    }
    return (roundTrip * NS_PER_SECOND) >>> 16;
  }
}
