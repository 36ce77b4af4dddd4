package io.weir.signaling.session;

import java.time.Duration;

/**
 * How long signaling waits; tests shorten it.
 *
 * @param pingInterval between the server's WebSocket pings
 * @param silenceLimit how long a participant may be silent, on signaling and media alike
 * @param resumeLimit how long a participant whose media goes on may be without signaling
 * @param sweepInterval between looks for silent participants
 */
public record Timing(
    Duration pingInterval, Duration silenceLimit, Duration resumeLimit, Duration sweepInterval) {

  /** What the protocol says: pings every 10 s, removal after 15 s, 60 s to resume. */
  public static final Timing STANDARD =
      new Timing(
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Duration.ofSeconds(1));
}
