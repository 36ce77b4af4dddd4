package io.weir.core.room;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Tells a track's publisher which of its encodings anybody watches: that one is wanted at once,
 * that one is no longer only after {@link #PATIENCE_NS}, because who looks away may look again and
 * a new start costs a key frame. Worker thread only.
 */
final class LayerDemand {
  /** How long an encoding goes on that nobody wants. */
  static final long PATIENCE_NS = 2_000_000_000L;

  private final IntConsumer publisher;

  /** When each encoding that is being sent ends; {@code Long.MAX_VALUE} while it is wanted. */
  private final long[] endsNs;

  /** What the publisher sends as far as it was told; at first it sends all. */
  private int told;

  private boolean everTold;

  /**
   * Nobody watches yet.
   *
   * @param encodings how many there are
   * @param publisher is told the set of encodings that are wanted, a bit each
   */
  LayerDemand(int encodings, IntConsumer publisher, long nowNs) {
    this.publisher = publisher;
    this.told = (1 << encodings) - 1;
    this.endsNs = new long[encodings];
    Arrays.fill(endsNs, nowNs + PATIENCE_NS);
  }

  /** What is wanted from now on. */
  void want(int encodings, long nowNs) {
    for (int i = 0; i < endsNs.length; i++) {
      boolean wanted = (encodings & 1 << i) != 0;
      if (wanted) {
        endsNs[i] = Long.MAX_VALUE;
      } else if (endsNs[i] == Long.MAX_VALUE) {
        endsNs[i] = nowNs + PATIENCE_NS;
      }
    }
    // The first time it is said even if it is nothing new: an encoding may be off for reasons from
    // before the track was negotiated anew.
    if ((encodings & ~told) != 0 || (!everTold && encodings != 0)) {
      tell(told | encodings);
    }
  }

  /** Ends what nobody has wanted for long enough. */
  void handleTimeout(long nowNs) {
    int rest = told;
    for (int i = 0; i < endsNs.length; i++) {
      if (endsNs[i] != Long.MAX_VALUE && endsNs[i] - nowNs <= 0) {
        rest &= ~(1 << i);
      }
    }
    if (rest != told) {
      tell(rest);
    }
  }

  /** When to call {@link #handleTimeout} next; {@code Long.MAX_VALUE} for never. */
  long nextDeadlineNs() {
    long next = Long.MAX_VALUE;
    for (int i = 0; i < endsNs.length; i++) {
      if ((told & 1 << i) != 0) {
        next = Math.min(next, endsNs[i]);
      }
    }
    return next;
  }

  private void tell(int encodings) {
    told = encodings;
    everTold = true;
    publisher.accept(encodings);
  }
}
