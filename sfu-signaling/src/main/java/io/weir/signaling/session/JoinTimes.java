package io.weir.signaling.session;

import java.time.Duration;

/** Hears how long joining took. Signaling's event loop only. */
@FunctionalInterface
public interface JoinTimes {

  /** Somebody's media transport stood so long after they entered the room. */
  void onConnected(Duration sinceEntering);
}
