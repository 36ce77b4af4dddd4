package io.weir.bench.load.measure;

/**
 * How long a client took to get somewhere, in ns since its joining began; {@link #NEVER} for what
 * it has not reached.
 *
 * @param connectNs when signaling handed the server's parameters to the media plane
 * @param iceNs when a check on the path was answered
 * @param dtlsNs when keys were agreed
 * @param firstSentNs when its first RTP packet left
 * @param firstPacketNs when the first RTP packet came
 * @param firstFrameNs when the first video frame was complete that a decoder can begin with
 */
public record JoinMilestones(
    long connectNs,
    long iceNs,
    long dtlsNs,
    long firstSentNs,
    long firstPacketNs,
    long firstFrameNs) {
  /** Not reached. */
  public static final long NEVER = -1;

  /** Of a client that has reached nothing. */
  public static final JoinMilestones NONE =
      new JoinMilestones(NEVER, NEVER, NEVER, NEVER, NEVER, NEVER);
}
