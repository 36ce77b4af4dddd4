package io.weir.core.layer;

/**
 * Merges everybody's wish for a key frame of one source into as few requests as bring it. Worker
 * thread only.
 *
 * <p>Browsers ignore a PLI within about 300 ms of the last one, so a request is repeated every
 * {@link #INTERVAL_NS} until a key frame passes, at most {@link #MAX_ATTEMPTS} times.
 */
public final class KeyFrameRequester {
  /** Pause between two requests to the same source. */
  static final long INTERVAL_NS = 350_000_000;

  /** After this many unanswered requests the source is thought to send no video now. */
  static final int MAX_ATTEMPTS = 30;

  private final Runnable request;
  private boolean wanted;
  private boolean everSent;
  private long lastSentNs;
  private int attempts;

  /**
   * A requester for one source.
   *
   * @param request sends one PLI
   */
  public KeyFrameRequester(Runnable request) {
    this.request = request;
  }

  /** Somebody needs a key frame. */
  public void want(long nowNs) {
    if (!wanted) {
      wanted = true;
      attempts = 0;
    }
    handleTimeout(nowNs);
  }

  /** A key frame passed. */
  public void onKeyFrame() {
    wanted = false;
  }

  /** Sends a request if one is due. */
  public void handleTimeout(long nowNs) {
    if (!wanted || (everSent && nowNs - lastSentNs < INTERVAL_NS)) {
      return;
    }
    if (attempts == MAX_ATTEMPTS) {
      wanted = false;
      return;
    }
    attempts++;
    everSent = true;
    lastSentNs = nowNs;
    request.run();
  }

  /** When the next request is due; {@code Long.MAX_VALUE} when none is. */
  public long nextDeadlineNs() {
    return wanted ? lastSentNs + INTERVAL_NS : Long.MAX_VALUE;
  }
}
