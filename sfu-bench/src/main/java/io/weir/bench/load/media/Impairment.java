package io.weir.bench.load.media;

/**
 * What a client's network does to one direction. Packets keep their order.
 *
 * @param loss share of datagrams that vanish, 0 to 1
 * @param delayMillis time that each datagram takes longer
 * @param jitterMillis up to this much is added at random
 * @param bitsPerSecond rate limit, {@link #UNLIMITED} for none
 * @param queueMillis how long datagrams wait at most for the rate limit; then they are dropped
 */
public record Impairment(
    double loss, double delayMillis, double jitterMillis, long bitsPerSecond, double queueMillis) {

  /** No rate limit. */
  public static final long UNLIMITED = 0;

  /** A network that does nothing wrong. */
  public static final Impairment NONE = new Impairment(0, 0, 0, UNLIMITED, 0);

  /** What no network does. */
  public Impairment {
    if (loss < 0 || loss > 1 || delayMillis < 0 || jitterMillis < 0) {
      throw new IllegalArgumentException("no network has loss " + loss + " and " + delayMillis);
    }
    if (bitsPerSecond < 0 || queueMillis < 0) {
      throw new IllegalArgumentException("no network has " + bitsPerSecond + " bit/s");
    }
  }

  /** Whether it does nothing. */
  public boolean isNone() {
    return loss == 0 && delayMillis == 0 && jitterMillis == 0 && bitsPerSecond == UNLIMITED;
  }
}
