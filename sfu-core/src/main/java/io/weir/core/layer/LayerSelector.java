package io.weir.core.layer;

import io.weir.core.buffer.Packet;

/**
 * Decides packet by packet what a slot forwards of the track it shows. Worker thread only.
 *
 * <p>Video begins at a key frame, because nothing before it can be decoded; audio at once. Packets
 * of the key frame that overtook its first one were refused, so the first one's {@link
 * Verdict#BEGIN} tells the caller to look for them in the track's history.
 */
public final class LayerSelector {
  /** What to do with a packet. */
  public enum Verdict {
    /** Leave it out; a key frame must come first. */
    SKIP,
    /** It is the first one of the binding. */
    BEGIN,
    /** Forward it. */
    FORWARD
  }

  private enum Phase {
    WAITING,
    OPEN,
    FLOWING
  }

  private Phase phase = Phase.OPEN;

  /** Another track is shown from now on. */
  public void rebind(boolean needsKeyFrame) {
    phase = needsKeyFrame ? Phase.WAITING : Phase.OPEN;
  }

  /** Whether nothing can be forwarded before a key frame. */
  public boolean awaitsKeyFrame() {
    return phase == Phase.WAITING;
  }

  /** Decides about one packet. */
  public Verdict select(Packet packet) {
    return switch (phase) {
      case FLOWING -> Verdict.FORWARD;
      case OPEN -> begin();
      case WAITING -> packet.keyFrame ? begin() : Verdict.SKIP;
    };
  }

  private Verdict begin() {
    phase = Phase.FLOWING;
    return Verdict.BEGIN;
  }
}
