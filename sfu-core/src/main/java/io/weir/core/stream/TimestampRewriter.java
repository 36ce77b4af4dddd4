package io.weir.core.stream;

/**
 * Maps the timestamps of whatever source a slot shows onto the slot's one RTP ↔ time line, which
 * holds for the slot's life. Worker thread only.
 *
 * <p>Receivers discard sender reports that jump (and with them lip sync), so the line never moves:
 * {@link #lineAt} feeds the sender reports, and each source is placed on it by its capture time. A
 * source's clock estimate improves while it plays; the correction is slewed, at most {@link
 * #MAX_SLEW_SHIFT a sixteenth} of the elapsed time for video. Audio decoders conceal every gap, so
 * audio is left alone until it is {@link #AUDIO_TOLERANCE_NS} off and then corrected once.
 */
final class TimestampRewriter {
  private static final long NANOS = 1_000_000_000L;
  private static final long AUDIO_TOLERANCE_NS = 40_000_000;
  private static final int MAX_SLEW_SHIFT = 4;

  /** A larger step is no pause but another time line. */
  private static final int JUMP_SECONDS = 10;

  /** Frames whose mapping is remembered, so that late packets of a frame share its timestamp. */
  private static final int MEMORY = 64;

  /** After so long a pause 32 bits no longer tell what came before. */
  private static final long FORGET_NS = 3600 * NANOS;

  private static final long[] NO_FRAMES = {};

  private int clockRate;
  private final boolean audio;
  private int lineStart;
  private long lineStartNs;

  /** Each {@code source's timestamp << 32 | slot's}. */
  private long[] frames = NO_FRAMES;

  private int newest;
  private int remembered;

  private boolean anchored;
  private boolean everSent;

  /** Whether the frames before {@link #liveTimestamp} of the source follow each other closely. */
  private boolean catchingUp;

  private int liveTimestamp;
  private int nextCatchUp;
  private int offset;
  private int lastSource;
  private int lastSent;
  private long lastCaptureNs;

  /**
   * A line that starts at {@code lineStart} at {@code nowNs}.
   *
   * @param clockRate ticks per second
   * @param audio whether corrections are rare and whole
   * @param lineStart random, RFC 3550 §5.1
   */
  TimestampRewriter(int clockRate, boolean audio, int lineStart, long nowNs) {
    this.clockRate = clockRate;
    this.audio = audio;
    this.lineStart = lineStart;
    this.lineStartNs = nowNs;
  }

  /** The line's timestamp at a moment. */
  int lineAt(long nowNs) {
    long elapsedNs = nowNs - lineStartNs;
    long seconds = Math.floorDiv(elapsedNs, NANOS);
    long rest = Math.floorMod(elapsedNs, NANOS);
    return lineStart + (int) (seconds * clockRate + rest * clockRate / NANOS);
  }

  /**
   * Packets have another clock rate from now on. The line bends where the last one stands (RFC 7160
   * §4.1), so that timestamps neither jump nor go back.
   */
  void clockRate(int rate) {
    if (rate == clockRate) {
      return;
    }
    if (everSent) {
      lineStart = lineAt(lastCaptureNs);
      lineStartNs = lastCaptureNs;
    }
    clockRate = rate;
    anchored = false;
  }

  /** The next packet comes from another source. */
  void rebind() {
    anchored = false;
    catchingUp = false;
  }

  /**
   * The next packet comes from another source, and its first frames are old: they follow each other
   * at the smallest step, so that the newest of them has its own place on the line. A receiver then
   * shows them as fast as they come, and is not behind for the rest of the call.
   *
   * @param frames how many
   * @param newestTimestamp of the source, of the last of them
   * @param newestCaptureNs when that was captured
   */
  void catchUp(int frames, int newestTimestamp, long newestCaptureNs) {
    rebind();
    catchingUp = true;
    liveTimestamp = newestTimestamp;
    nextCatchUp = lineAt(newestCaptureNs) - (frames - 1) * smallestStep();
    if (everSent && nextCatchUp - lastSent < smallestStep()) {
      nextCatchUp = lastSent + smallestStep();
    }
  }

  /** The slot's timestamp for a packet of the present source. */
  int rewrite(int sourceTimestamp, long captureNs) {
    int step = sourceTimestamp - lastSource;
    if (anchored && step == 0) {
      return lastSent;
    }
    if (catchingUp && sourceTimestamp - liveTimestamp < 0) {
      return rewriteOld(sourceTimestamp, captureNs);
    }
    if (catchingUp) {
      catchingUp = false;
      anchored = false;
    }
    if (anchored && step < 0 && step > -JUMP_SECONDS * clockRate) {
      return rewriteLate(sourceTimestamp);
    }
    if (anchored && step > 0 && step < JUMP_SECONDS * clockRate) {
      correct(sourceTimestamp, captureNs);
    } else {
      anchor(sourceTimestamp, captureNs);
    }
    lastSource = sourceTimestamp;
    lastSent = sourceTimestamp + offset;
    lastCaptureNs = captureNs;
    everSent = true;
    remember(lastSource, lastSent);
    return lastSent;
  }

  private int rewriteOld(int sourceTimestamp, long captureNs) {
    anchored = true;
    lastSource = sourceTimestamp;
    lastSent = nextCatchUp;
    nextCatchUp += smallestStep();
    lastCaptureNs = captureNs;
    everSent = true;
    return lastSent;
  }

  private int smallestStep() {
    return clockRate / 1000;
  }

  private int rewriteLate(int sourceTimestamp) {
    for (int i = 0; i < remembered; i++) {
      long frame = frames[(newest - i) & (MEMORY - 1)];
      if ((int) (frame >>> Integer.SIZE) == sourceTimestamp) {
        return (int) frame;
      }
    }
    remember(sourceTimestamp, sourceTimestamp + offset);
    return sourceTimestamp + offset;
  }

  private void remember(int sourceTimestamp, int sentTimestamp) {
    if (frames.length == 0) {
      frames = new long[MEMORY];
    }
    newest = (newest + 1) & (MEMORY - 1);
    frames[newest] = (long) sourceTimestamp << Integer.SIZE | (sentTimestamp & 0xFFFF_FFFFL);
    remembered = Math.min(remembered + 1, MEMORY);
  }

  private void anchor(int sourceTimestamp, long captureNs) {
    int wanted = lineAt(captureNs);
    boolean recent = everSent && captureNs - lastCaptureNs < FORGET_NS;
    if (recent && wanted - lastSent < smallestStep()) {
      wanted = lastSent + smallestStep();
    }
    offset = wanted - sourceTimestamp;
    anchored = true;
    remembered = 0;
  }

  private void correct(int sourceTimestamp, long captureNs) {
    int error = lineAt(captureNs) - (sourceTimestamp + offset);
    int step;
    if (audio) {
      int tolerance = (int) (AUDIO_TOLERANCE_NS * clockRate / NANOS);
      step = Math.abs(error) > tolerance ? error : 0;
    } else {
      int limit = (sourceTimestamp - lastSource) >> MAX_SLEW_SHIFT;
      step = Math.clamp(error, -limit, limit);
    }
    int sent = sourceTimestamp + offset + step;
    if (sent - lastSent <= 0) {
      step += lastSent + 1 - sent;
    }
    offset += step;
  }
}
