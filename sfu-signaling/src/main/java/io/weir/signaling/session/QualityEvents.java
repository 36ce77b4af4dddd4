package io.weir.signaling.session;

import java.time.Duration;

/** Hears what viewers have to do without. Signaling's event loop only. */
public interface QualityEvents {

  /** A slot was paused because its viewer's link carries no more. */
  void onPaused();

  /** A viewer's browser reported further freezes, so long in all. */
  void onFreezes(long count, Duration frozen);
}
