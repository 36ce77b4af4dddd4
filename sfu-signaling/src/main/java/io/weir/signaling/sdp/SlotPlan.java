package io.weir.signaling.sdp;

import io.weir.core.control.EncodingParameters;
import io.weir.core.control.MediaKind;
import io.weir.signaling.sdp.NegotiationState.Slot;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/** Gives each slot of an offer its index and SSRCs: those of the last answer, or fresh ones. */
final class SlotPlan {

  private SlotPlan() {}

  /** Slots by mid. */
  static Map<String, Slot> of(Offer offer, NegotiationState previous, IntSupplier ssrcs) {
    Map<String, Slot> plan = new HashMap<>();
    for (OfferedSection section : offer.sections()) {
      Slot before = previous.slots().get(section.mid());
      if (section.role() == Role.SLOT && before != null && before.kind() == section.kind()) {
        plan.put(section.mid(), before);
      }
    }
    for (OfferedSection section : offer.sections()) {
      if (section.role() == Role.SLOT && !plan.containsKey(section.mid())) {
        plan.put(section.mid(), fresh(section.kind(), plan, ssrcs));
      }
    }
    return plan;
  }

  private static Slot fresh(MediaKind kind, Map<String, Slot> taken, IntSupplier ssrcs) {
    long ssrc = Integer.toUnsignedLong(ssrcs.getAsInt());
    long rtxSsrc =
        kind == MediaKind.VIDEO
            ? Integer.toUnsignedLong(ssrcs.getAsInt())
            : EncodingParameters.UNKNOWN_SSRC;
    return new Slot(kind, lowestFree(kind, taken), ssrc, rtxSsrc);
  }

  private static int lowestFree(MediaKind kind, Map<String, Slot> taken) {
    int index = 0;
    while (isTaken(kind, index, taken)) {
      index++;
    }
    return index;
  }

  private static boolean isTaken(MediaKind kind, int index, Map<String, Slot> taken) {
    return taken.values().stream().anyMatch(slot -> slot.kind() == kind && slot.index() == index);
  }
}
