package io.weir.core.congestion;

/**
 * How much of what is sent arrives, in bits per second, over the last half second and over the last
 * moments. One thread.
 *
 * <p>libwebrtc had a Bayesian estimate here (bitrate_estimator.cc) and has a plain window since
 * 2023 (robust_throughput_estimator.cc, one second). The former trusts a sample that is far away
 * hardly at all: a subscriber's rate changes fivefold from one frame to the next when a larger
 * picture begins, and it took seconds to follow.
 */
final class AcknowledgedRate {
  /** Returned before enough has arrived. */
  static final long UNKNOWN = -1;

  /** Slices of time by arrival, of which the last one has only begun. */
  private static final int SLICES = 32;

  private static final long SLICE_NS = 25_000_000;

  /** Half a second: fifteen frames of a camera. */
  private static final int WINDOW = 20;

  /** The window that tells what a link carries while its queue is not empty. */
  private static final int RECENT = 7;

  private static final long NS_PER_SECOND = 1_000_000_000L;
  private static final long NONE = Long.MIN_VALUE / 2;

  /** Bytes per slice, a ring. */
  private final int[] bytes = new int[SLICES];

  private long first;
  private long last = NONE;
  private long bitsPerSecond = UNKNOWN;

  /** A packet arrived, on the receiver's clock. */
  void add(long arrivalNs, int length) {
    long slice = Math.floorDiv(arrivalNs, SLICE_NS);
    if (slice - last >= WINDOW || last - slice >= SLICES) {
      first = slice; // Nothing came for longer than the window, or the clock was set.
      last = slice - 1;
    }
    while (last < slice) {
      last++;
      bytes[index(last)] = 0;
      if (last - first >= WINDOW) {
        bitsPerSecond = rate(WINDOW);
      }
    }
    bytes[index(slice)] += length;
  }

  /** The rate over half a second, or {@link #UNKNOWN}; while nothing arrives the last one. */
  long bitsPerSecond() {
    return bitsPerSecond;
  }

  /**
   * The highest that the link may be thought to carry now that its queue grows: the rate of the
   * last moments is what the link lets through, however little was sent before.
   */
  long fullLinkBps() {
    return bitsPerSecond == UNKNOWN || last - first < RECENT
        ? bitsPerSecond
        : Math.max(bitsPerSecond, rate(RECENT));
  }

  private long rate(int slices) {
    long sum = 0;
    for (int age = 1; age <= slices; age++) {
      sum += bytes[index(last - age)];
    }
    return sum * Byte.SIZE * NS_PER_SECOND / (slices * SLICE_NS);
  }

  private static int index(long slice) {
    return (int) Math.floorMod(slice, (long) SLICES);
  }
}
