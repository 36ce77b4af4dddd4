package io.weir.signaling.testing;

import io.weir.signaling.session.QualityEvents;
import java.time.Duration;

/** Takes what is told of quality and does nothing with it. */
public final class UnheardQuality implements QualityEvents {

  @Override
  public void onPaused() {
    // Nobody listens.
  }

  @Override
  public void onFreezes(long count, Duration frozen) {
    // Nobody listens.
  }
}
