package io.weir.core.stream;

import io.weir.core.control.Traffic;
import io.weir.core.counter.RateMeter;

/** Counts packets and bytes that go one way. One thread; allocates nothing per packet. */
public final class TrafficMeter {
  private static final int BITS = 8;

  private final RateMeter bytes = new RateMeter();
  private long packets;

  /** A packet went. */
  public void onPacket(int length) {
    packets++;
    bytes.add(length);
  }

  /** Ends a window of the bit rate; call about once a second. */
  public void sample(long nowNs) {
    bytes.sample(nowNs);
  }

  /** No further window follows. */
  public void end() {
    bytes.end();
  }

  /** Packets so far. */
  public long packets() {
    return packets;
  }

  /** Bytes so far. */
  public long bytes() {
    return bytes.total();
  }

  /** All of it, as a record. */
  public Traffic traffic() {
    return new Traffic(packets, bytes.total(), Math.round(bytes.perSecond() * BITS));
  }
}
