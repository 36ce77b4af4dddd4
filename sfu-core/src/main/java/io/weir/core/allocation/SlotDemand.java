package io.weir.core.allocation;

import org.jspecify.annotations.Nullable;

/**
 * What one slot is worth to its subscriber, and what it was given of the bandwidth. Worker thread
 * only; allocates nothing.
 */
public final class SlotDemand {
  /** The encoding of a slot that is sent nothing. */
  public static final int PAUSED = -1;

  private static final int PRIORITY_BITS = 20;
  private static final int AREA_BITS = 32;

  private @Nullable LayerTable layers;
  private int width;
  private int height;
  private int priority;
  private boolean speaker;
  private boolean screenShare;
  private boolean changed;
  private int seenLayout;
  private int seenCosts;

  private int encoding = PAUSED;
  private int temporal;
  private int wanted = PAUSED;
  private boolean tooMuch;

  /** Says which track the slot shows; null for none. What it was given before is forgotten. */
  public void layers(@Nullable LayerTable table) {
    layers = table;
    encoding = PAUSED;
    temporal = 0;
    wanted = PAUSED;
    changed = true;
  }

  /** Says how large the picture is shown; 0 when not said. */
  public void size(int wantedWidth, int wantedHeight) {
    changed |= width != wantedWidth || height != wantedHeight;
    width = wantedWidth;
    height = wantedHeight;
  }

  /** Says how important the subscriber holds it to be; 0 is normal. */
  public void priority(int value) {
    changed |= priority != value;
    priority = value;
  }

  /** Says whether somebody is shown who speaks. */
  public void speaker(boolean value) {
    changed |= speaker != value;
    speaker = value;
  }

  /** Says whether a screen is shown. */
  public void screenShare(boolean value) {
    changed |= screenShare != value;
    screenShare = value;
  }

  /** The encoding that it shall be sent now; {@link #PAUSED} for none. */
  public int encoding() {
    return encoding;
  }

  /** The uppermost temporal layer that it shall be sent. */
  public int temporalLayer() {
    return temporal;
  }

  /**
   * The encoding that it would be sent if it came: one above {@link #encoding} for which there is
   * room, or a smaller one that would do.
   */
  public int wantedEncoding() {
    return wanted;
  }

  /**
   * Whether what it was sent before it was given this is more than the link carries, and should end
   * before its successor comes.
   */
  public boolean isTooMuch() {
    return tooMuch;
  }

  /** What is set aside for it, in bit/s. */
  public long allocatedBps() {
    return layers == null || encoding == PAUSED ? 0 : layers.cost(encoding, temporal);
  }

  /** Whether its track is left out, since there is no room for any of it. */
  public boolean isPaused() {
    return layers != null && encoding == PAUSED && wanted == PAUSED;
  }

  @Nullable LayerTable layers() {
    return layers;
  }

  boolean screenShare() {
    return screenShare;
  }

  /** Whether what it is worth, or can be had, is not what it was when it was last granted. */
  boolean isChanged() {
    return changed || (layers != null && layers.layoutVersion() != seenLayout);
  }

  /** Whether the costs of its layers are not what they were when it was last granted. */
  boolean hasNewCosts() {
    return layers != null && layers.costVersion() != seenCosts;
  }

  /** Larger is more important: screens, who speaks, priority, size. */
  long importance() {
    long bounded =
        Math.clamp((long) priority, -(1L << (PRIORITY_BITS - 1)), (1L << (PRIORITY_BITS - 1)) - 1);
    long area = Math.min((long) width * height, (1L << AREA_BITS) - 1);
    long rank = (screenShare ? 2L : 0L) + (speaker ? 1L : 0L);
    return ((rank << PRIORITY_BITS) + (bounded + (1L << (PRIORITY_BITS - 1)))) << AREA_BITS | area;
  }

  /** The largest encoding that comes and is of use; {@link #PAUSED} when none comes. */
  int highest(LayerTable table) {
    int best = PAUSED;
    for (int candidate = 0; candidate < table.encodings(); candidate++) {
      if (table.isAlive(candidate)) {
        best = candidate;
        if (table.fills(candidate, width, height)) {
          return best;
        }
      }
    }
    return best;
  }

  /** The largest encoding that would be of use if it came. */
  int highestOfUse(LayerTable table) {
    return table.smallestThatFills(width, height);
  }

  /** The smallest encoding that comes; {@link #PAUSED} when none does. */
  static int lowest(LayerTable table) {
    for (int candidate = 0; candidate < table.encodings(); candidate++) {
      if (table.isAlive(candidate)) {
        return candidate;
      }
    }
    return PAUSED;
  }

  /**
   * Gives it an encoding and a temporal layer, or nothing.
   *
   * @param linkIsFull whether what it was given before is more than the link carries
   */
  void grant(int nextEncoding, int nextTemporal, boolean linkIsFull) {
    tooMuch = linkIsFull;
    encoding = nextEncoding;
    temporal = nextTemporal;
  }

  /** Says what it would be given beside what it was; ends a run. */
  void want(int encodingWanted) {
    wanted = encodingWanted;
    changed = false;
    if (layers != null) {
      seenLayout = layers.layoutVersion();
      seenCosts = layers.costVersion();
    }
  }
}
