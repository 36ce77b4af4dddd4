package io.weir.core.layer;

import io.weir.core.buffer.Packet;
import io.weir.core.stream.ReceivedWindow;
import org.jspecify.annotations.Nullable;

/**
 * Decides packet by packet what a slot forwards of the track it shows: of which encoding, and up to
 * which temporal layer. Worker thread only.
 *
 * <p>{@link #target} says what shall be shown. Another encoding is entered at one of its key
 * frames, which the caller asks for ({@link #wantedKeyFrame}); until it comes the old one goes on,
 * and from then on nothing of the old one passes any more. A slot that shows nothing begins with
 * the first key frame of any encoding up to the target: a small picture at once is better than
 * none. Temporal layers come and go as {@link TemporalFilter} says. Audio begins at once.
 *
 * <p>Packets of a key frame that overtook its first one were refused, so {@link Verdict#BEGIN} and
 * {@link Verdict#SWITCH} tell the caller to look for them in the encoding's history.
 */
public final class LayerSelector {
  /** Stands for no encoding: the slot is paused, or shows nothing yet. */
  public static final int NONE = -1;

  /** Stands for all temporal layers. */
  public static final int ALL_LAYERS = 7;

  /** No encoding for which there is nothing to decide. */
  private static final int UNSETTLED = -2;

  /** What is further behind is not received any more. */
  private static final long WINDOW = ReceivedWindow.SIZE;

  /** What to do with a packet. */
  public enum Verdict {
    /** Leave it out; it is of an encoding that is not shown. */
    OTHER,
    /** Leave it out; a key frame of its encoding must come first, and is waited for. */
    SKIP,
    /** Forward it as the first one of the first encoding that is shown. */
    BEGIN,
    /** Forward it as the first one of the encoding that is shown from now on. */
    SWITCH,
    /** Leave it out for good: its temporal layer is above what is wanted. */
    LEAVE_OUT,
    /** Forward it. */
    FORWARD
  }

  /** The encoding of which every packet passes, or {@link #UNSETTLED}. */
  private int settled = UNSETTLED;

  private int current = NONE;
  private int target;
  private int targetLayer = ALL_LAYERS;
  private boolean needsKeyFrame;

  /** The latest packet of the current encoding. */
  private long newest;

  private long timestamp;

  /** There once temporal layers were left out. */
  private @Nullable TemporalFilter filter;

  /** Another track is shown from now on; the target stays. */
  public void rebind(boolean video) {
    needsKeyFrame = video;
    current = NONE;
    settled = UNSETTLED;
  }

  /**
   * Says what shall be shown: until then encoding 0 with all its layers.
   *
   * @param encoding index among the track's, or {@link #NONE} to pause
   * @param temporalLayer the highest one that is wanted, or {@link #ALL_LAYERS}
   */
  public void target(int encoding, int temporalLayer) {
    target(encoding, temporalLayer, false);
  }

  /**
   * Says what shall be shown.
   *
   * @param hurried whether what is shown is too much: until a smaller encoding's key frame comes,
   *     only the lowest temporal layer of it goes on
   */
  public void target(int encoding, int temporalLayer, boolean hurried) {
    target = encoding;
    targetLayer = temporalLayer;
    int present = hurried && encoding < current ? 0 : temporalLayer;
    if (encoding == NONE) {
      current = NONE;
    }
    TemporalFilter layers = filter;
    if (layers == null && present != ALL_LAYERS) {
      layers = new TemporalFilter(ALL_LAYERS);
      filter = layers;
    }
    if (layers != null) {
      layers.target(present);
    }
    settle();
  }

  /** The encoding that is shown, or {@link #NONE}. */
  public int current() {
    return current;
  }

  /** The highest temporal layer that passes, or {@link #ALL_LAYERS}. */
  public int currentTemporalLayer() {
    TemporalFilter layers = filter;
    return layers == null ? ALL_LAYERS : layers.limit();
  }

  /** The encoding that shall be shown, or {@link #NONE}. */
  public int target() {
    return target;
  }

  /** The highest temporal layer that shall be shown, or {@link #ALL_LAYERS}. */
  public int targetTemporalLayer() {
    return targetLayer;
  }

  /** Whether nothing can be forwarded before a key frame. */
  public boolean awaitsKeyFrame() {
    return needsKeyFrame && current == NONE && target != NONE;
  }

  /** The encoding of which a key frame is waited for, or {@link #NONE}. */
  public int wantedKeyFrame() {
    return needsKeyFrame && target != current ? target : NONE;
  }

  /** Decides about one packet. */
  public Verdict select(Packet packet) {
    if (packet.encoding == settled) {
      if (packet.extendedSequence > newest) {
        newest = packet.extendedSequence;
        timestamp = packet.timestamp;
      }
      return Verdict.FORWARD;
    }
    if (enters(packet)) {
      return enter(packet);
    }
    if (packet.encoding == current) {
      return passes(packet) ? Verdict.FORWARD : Verdict.LEAVE_OUT;
    }
    return packet.encoding == target ? Verdict.SKIP : Verdict.OTHER;
  }

  private boolean enters(Packet packet) {
    if (packet.encoding == current || (needsKeyFrame && !packet.keyFrame)) {
      return false;
    }
    return packet.encoding == target || (current == NONE && packet.encoding < target);
  }

  private Verdict enter(Packet packet) {
    Verdict verdict = current == NONE ? Verdict.BEGIN : Verdict.SWITCH;
    current = packet.encoding;
    newest = packet.extendedSequence;
    timestamp = packet.timestamp;
    if (filter != null) {
      filter.target(targetLayer);
      filter.restart();
    }
    settle();
    return verdict;
  }

  private boolean passes(Packet packet) {
    TemporalFilter layers = filter;
    if (layers == null) {
      return true;
    }
    if (packet.extendedSequence <= newest) {
      return layers.passesLate(packet);
    }
    boolean first = packet.timestamp != timestamp;
    newest = packet.extendedSequence;
    timestamp = packet.timestamp;
    if (!first) {
      return layers.passes(packet);
    }
    boolean passes = layers.passesFirst(packet);
    settle();
    return passes;
  }

  private void settle() {
    boolean everything = filter == null || filter.isIdle(newest, WINDOW);
    settled = current == target && current != NONE && everything ? current : UNSETTLED;
  }
}
