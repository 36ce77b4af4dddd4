package io.weir.bench.load.media;

/** How the packets of one frame leave. */
public enum Pacing {
  /** Spread at 2.5 times the bit rate, as browsers do. */
  PACED,
  /** All at once, as simple senders do. */
  BACK_TO_BACK
}
