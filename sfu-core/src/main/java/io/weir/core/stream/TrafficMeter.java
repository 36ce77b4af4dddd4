package io.weir.core.stream;

import io.weir.core.control.Traffic;
import io.weir.core.counter.RateMeter;

/** Counts packets and bytes that go one way. One thread; allocates nothing per packet. */
public final class TrafficMeter {
  private static final int BITS = 8;

  private long packets;
  private long bytes;
  private final RateMeter rate = new RateMeter();

  /** Bits per second in the last window. */
  public double bitsPerSecond() {
    return rate.perSecond() * BITS;
  }

  /** A packet went. */
  public void onPacket(int length) {
    packets++;
    bytes += length;
  }

  /** Ends a window of the bit rate; call about once a second. */
  public void sample(long nowNs) {
    rate.sample(bytes, nowNs);
  }

  /** No further window follows. */
  public void end() {
    rate.end();
  }

  /** Packets so far. */
  public long packets() {
    return packets;
  }

  /** Bytes so far. */
  public long bytes() {
    return bytes;
  }

  /** All of it, as a record. */
  public Traffic traffic() {
    return new Traffic(packets, bytes, Math.round(rate.perSecond() * BITS));
  }
}
