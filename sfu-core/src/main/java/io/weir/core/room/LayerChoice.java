package io.weir.core.room;

import io.weir.core.allocation.LayerTable;
import io.weir.core.allocation.SlotDemand;
import io.weir.core.control.SlotView;
import io.weir.core.control.TrackSource;
import io.weir.core.layer.LayerSelector;
import org.jspecify.annotations.Nullable;

/**
 * Which layers of its track a slot shall be sent: what it was given of its subscriber's link, or
 * where there is no limit, what its picture's size calls for. Tells a {@link LayerSelector}. Worker
 * thread only.
 */
final class LayerChoice {
  private final LayerSelector selector;

  /** Size of the picture as it is displayed; 0 when not said. */
  private int width;

  private int height;
  private int priority;

  /** What it was given of the subscriber's link; null where there is no limit. */
  private @Nullable SlotDemand demand;

  /** The encoding that it would show if it were sent. */
  private int wanted;

  private boolean saidPaused;

  LayerChoice(LayerSelector selector) {
    this.selector = selector;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int priority() {
    return priority;
  }

  /** Takes what the subscriber says of its picture; {@link #choose} follows. */
  void view(SlotView view) {
    width = view.width();
    height = view.height();
    priority = view.priority();
  }

  /** The slot shows another track, or nothing. */
  void show(@Nullable Track next) {
    saidPaused = false;
    if (demand != null) {
      demand.layers(next == null ? null : next.layers());
    }
  }

  /** From now on it is what it is given of the subscriber's link. */
  void limit(SlotDemand share, @Nullable Track shown) {
    demand = share;
    if (shown != null) {
      share.layers(shown.layers());
    }
  }

  @Nullable SlotDemand demand() {
    return demand;
  }

  /** Says what a track is worth here now. */
  void updateDemand(Track shown) {
    SlotDemand share = demand;
    if (share != null) {
      share.size(width, height);
      share.priority(priority);
      share.speaker(shown.speaks());
      share.screenShare(shown.handle().source() == TrackSource.SCREEN);
    }
  }

  /** Whether there is no room for a track on the subscriber's link. */
  boolean isPaused() {
    SlotDemand share = demand;
    return share != null && share.isPaused();
  }

  /** Whether the subscriber still has to hear that it pauses, or that it does no more. */
  boolean isPauseNews() {
    boolean news = isPaused() != saidPaused;
    saidPaused = isPaused();
    return news;
  }

  /**
   * Chooses among a track's layers for the slot that has this. The track hears when the slot needs
   * other encodings, and not otherwise: it looks for the slot among all who watch it then.
   *
   * @return whether another encoding than before shall be shown
   */
  boolean choose(Slot slot, Track shown) {
    int targetBefore = selector.target();
    int encodingsBefore = encodings(shown);
    SlotDemand share = demand;
    if (share == null) {
      wanted = shown.layers().smallestThatFills(width, height);
      selector.target(shown.available(wanted), LayerSelector.ALL_LAYERS);
    } else {
      wanted = share.wantedEncoding();
      selector.target(share.encoding(), temporalLayer(share, shown.layers()), share.isTooMuch());
    }
    if (encodings(shown) != encodingsBefore) {
      shown.makeStale(slot);
    }
    return selector.target() != targetBefore;
  }

  private static int temporalLayer(SlotDemand share, LayerTable layers) {
    int encoding = share.encoding();
    return encoding == SlotDemand.PAUSED
            || share.temporalLayer() >= layers.temporalLayers(encoding) - 1
        ? LayerSelector.ALL_LAYERS
        : share.temporalLayer();
  }

  /**
   * The encodings of a track whose packets it needs, a bit each: what it shows, what it waits for,
   * and what it would rather show. Nobody else's packets reach it.
   */
  int encodings(Track shown) {
    int all = bit(selector.current()) | bit(selector.target()) | bit(wanted);
    // A slot that shows nothing begins with any smaller picture that comes first.
    return selector.awaitsKeyFrame() ? all | shown.activeBelow(selector.target()) : all;
  }

  private static int bit(int encoding) {
    return encoding == LayerSelector.NONE ? 0 : 1 << encoding;
  }
}
