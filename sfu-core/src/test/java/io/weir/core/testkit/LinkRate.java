package io.weir.core.testkit;

/**
 * How fast a link sends, and how many datagrams wait for that before further ones are dropped at
 * the queue's end. The bytes that count are the datagrams' own, without headers below them.
 *
 * @param bitsPerSecond rate, {@link #NO_LIMIT} when the link is never the bottleneck
 * @param queueBytes how much may wait, {@link #NO_LIMIT} for any amount
 * @param queueNs how long a datagram may wait until it is sent out, {@link #NO_LIMIT} for ever
 */
public record LinkRate(long bitsPerSecond, long queueBytes, long queueNs) {
  /** For whatever is not limited. */
  public static final long NO_LIMIT = 0;

  /** Everything goes out at once. */
  public static final LinkRate UNLIMITED = new LinkRate(NO_LIMIT, NO_LIMIT, NO_LIMIT);

  private static final double BIT_NANOS = 8e9;

  /** What no link does. */
  public LinkRate {
    if (bitsPerSecond < 0 || queueBytes < 0 || queueNs < 0) {
      throw new IllegalArgumentException(
          "no link has %d bit/s and a queue of %d bytes or %d ns"
              .formatted(bitsPerSecond, queueBytes, queueNs));
    }
  }

  /** A rate with a queue of so much time at that rate. */
  public static LinkRate of(long bitsPerSecond, long queueNs) {
    return new LinkRate(bitsPerSecond, NO_LIMIT, queueNs);
  }

  /** How long it takes to send so many bytes out. */
  long sendingNs(long bytes) {
    return bitsPerSecond == NO_LIMIT ? 0 : Math.round(bytes * BIT_NANOS / bitsPerSecond);
  }

  /** Whether one more datagram may wait behind so many bytes, the next to go being partly out. */
  boolean admits(int length, long waitingBytes, long untilFreeNs) {
    if (queueBytes != NO_LIMIT && waitingBytes + length > queueBytes) {
      return false;
    }
    return queueNs == NO_LIMIT || untilFreeNs + sendingNs(waitingBytes) <= queueNs;
  }
}
