package io.weir.core.stream;

/**
 * Tells when the media of a received stream was captured, on this server's clock. Worker thread
 * only.
 *
 * <p>Sender reports give the sender's RTP ↔ NTP line (RFC 3550 §6.4.1); how far the sender's NTP
 * clock lies from ours is common to all streams of the sender, so it lives in a shared {@link
 * Peer}: that is what keeps audio and video together. Until the first report, the earliest arrivals
 * stand in.
 */
public final class SourceClock {
  private static final long NANOS = 1_000_000_000L;

  /** How fast the minimum of arrival delays may be forgotten, so that clock drift is followed. */
  private static final long FORGET_NS_PER_SECOND = 200_000;

  /** No packet is under way for so long: the source's timestamps jumped. */
  private static final long IMPLAUSIBLE_NS = 5 * NANOS;

  private int clockRate;
  private final Peer peer;

  private boolean started;
  private long ticks;
  private int lastTimestamp;
  private long arrivalOffsetNs;
  private long lastArrivalNs;

  private boolean reported;
  private long reportTicks;
  private long reportNtpNs;

  /**
   * A clock for one stream.
   *
   * @param clockRate ticks per second
   * @param peer shared by all streams of one transport
   */
  public SourceClock(int clockRate, Peer peer) {
    this.clockRate = clockRate;
    this.peer = peer;
  }

  /** Begins anew for a stream with unrelated timestamps, in ticks of its own. */
  public void restart(int ticksPerSecond) {
    clockRate = ticksPerSecond;
    reset();
  }

  /** When a packet was captured, never later than it arrived. */
  public long captureNs(long timestamp, long arrivalNs) {
    long packetTicks = ticksOf((int) timestamp);
    long mediaNs = nanosOf(packetTicks);
    if (!started) {
      started = true;
      arrivalOffsetNs = arrivalNs - mediaNs;
      lastArrivalNs = arrivalNs;
    }
    long drift = (arrivalNs - lastArrivalNs) * FORGET_NS_PER_SECOND / NANOS;
    arrivalOffsetNs = Math.min(arrivalOffsetNs + Math.max(drift, 0), arrivalNs - mediaNs);
    lastArrivalNs = arrivalNs;
    long captureNs = arrivalOffsetNs + mediaNs;
    if (reported && peer.known) {
      captureNs = reportNtpNs + nanosOf(packetTicks - reportTicks) + peer.offsetNs;
    }
    if (arrivalNs - captureNs > IMPLAUSIBLE_NS) {
      reset();
      return captureNs(timestamp, arrivalNs);
    }
    return Math.min(captureNs, arrivalNs);
  }

  /** A sender report of this stream arrived. */
  public void onSenderReport(long ntpNs, long rtpTimestamp, long arrivalNs) {
    if (!started) {
      return;
    }
    reportTicks = ticksOf((int) rtpTimestamp);
    reportNtpNs = ntpNs;
    reported = true;
    peer.onReport(ntpNs, arrivalNs);
  }

  private void reset() {
    started = false;
    reported = false;
    ticks = 0;
  }

  private long ticksOf(int timestamp) {
    if (!started) {
      lastTimestamp = timestamp;
      ticks = 0;
      return 0;
    }
    int step = timestamp - lastTimestamp;
    long result = ticks + step;
    if (step > 0) {
      ticks = result;
      lastTimestamp = timestamp;
    }
    return result;
  }

  private long nanosOf(long count) {
    return Math.floorDiv(count, clockRate) * NANOS
        + Math.floorMod(count, clockRate) * NANOS / clockRate;
  }

  /** How far a sender's NTP clock lies from this server's clock; one per transport. */
  public static final class Peer {
    private boolean known;
    private long offsetNs;
    private long lastNs;

    private void onReport(long ntpNs, long arrivalNs) {
      long offset = arrivalNs - ntpNs;
      if (!known || offset - offsetNs > IMPLAUSIBLE_NS) {
        // The first report, or the sender's clock was set back.
        known = true;
        offsetNs = offset;
      } else {
        long drift = (arrivalNs - lastNs) * FORGET_NS_PER_SECOND / NANOS;
        offsetNs = Math.min(offsetNs + Math.max(drift, 0), offset);
      }
      lastNs = arrivalNs;
    }
  }
}
