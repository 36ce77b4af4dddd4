package io.weir.core.room;

import io.weir.core.allocation.SlotDemand;
import io.weir.core.control.Event;
import io.weir.core.control.SlotAllocation;
import io.weir.core.control.SlotPause;
import io.weir.core.control.SlotStatistics;
import io.weir.core.control.SlotView;
import io.weir.core.control.TransportStatistics;
import io.weir.core.layer.LayerSelector;
import org.jspecify.annotations.Nullable;

/** Puts together what is told of one slot. Worker thread only. */
final class SlotReport {

  private SlotReport() {}

  /** What a slot was given, shows, and has been sent so far. */
  static SlotStatistics of(Slot slot, LayerSelector selector) {
    Track shown = slot.track();
    boolean awaits = shown != null && selector.awaitsKeyFrame();
    return new SlotStatistics(
        slot.mid(),
        slot.kind(),
        shown == null
            ? null
            : new Event.Binding(shown.handle().number(), shown.handle().participant()),
        awaits,
        shown == null ? SlotStatistics.NONE : selector.current(),
        layer(selector.currentTemporalLayer()),
        allocation(slot, shown, selector),
        slot.sender().statistics());
  }

  private static SlotAllocation allocation(
      Slot slot, @Nullable Track shown, LayerSelector selector) {
    SlotDemand demand = slot.demand();
    SlotView view = slot.view();
    return new SlotAllocation(
        shown == null ? SlotStatistics.NONE : selector.target(),
        layer(selector.targetTemporalLayer()),
        shown == null ? null : pause(slot, shown),
        demand == null ? TransportStatistics.UNKNOWN : demand.allocatedBps(),
        view.width(),
        view.height(),
        view.priority());
  }

  private static @Nullable SlotPause pause(Slot slot, Track shown) {
    if (shown.muted()) {
      return SlotPause.MUTED;
    }
    if (slot.isPaused()) {
      return SlotPause.BANDWIDTH;
    }
    boolean sent = shown.activeBelow(shown.encodings().length) != 0;
    return sent ? null : SlotPause.INACTIVE;
  }

  private static int layer(int temporalLayer) {
    return temporalLayer == LayerSelector.ALL_LAYERS ? SlotStatistics.NONE : temporalLayer;
  }
}
