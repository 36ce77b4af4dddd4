package io.weir.core.allocation;

import java.util.ArrayList;
import java.util.List;

/** One subscriber of tracks with three encodings, and its allocator, in virtual time. */
final class Subscriber {
  static final long MS = 1_000_000L;
  static final long SECOND = 1_000 * MS;

  /** Bit rates of the three encodings of a usual camera. */
  static final long[] CAMERA = {150_000, 500_000, 2_000_000};

  final Allocator allocator = new Allocator();
  final Allocation allocation = new Allocation();
  final List<SlotDemand> slots = new ArrayList<>();
  long nowNs = 1_000 * SECOND;

  /** A track whose encodings double in size, each with so many temporal layers. */
  static LayerTable track(int temporalLayers, long... bitrates) {
    LayerTable table = new LayerTable(bitrates.length);
    for (int encoding = 0; encoding < bitrates.length; encoding++) {
      int scale = 1 << (bitrates.length - 1 - encoding);
      table.alive(encoding, true);
      table.size(encoding, 1280 / scale, 720 / scale);
      table.temporalLayers(encoding, temporalLayers);
      cost(table, encoding, bitrates[encoding]);
    }
    return table;
  }

  /** Sets what an encoding costs; lower temporal layers in usual proportion. */
  static void cost(LayerTable table, int encoding, long bitrate) {
    long cost = bitrate;
    for (int t = table.temporalLayers(encoding) - 1; t >= 0; t--) {
      table.bitrate(encoding, t, cost);
      cost = cost * 2 / 3;
    }
  }

  SlotDemand watch(LayerTable table) {
    SlotDemand slot = new SlotDemand();
    slot.layers(table);
    slots.add(slot);
    allocation.add(slot);
    return slot;
  }

  void run(long budgetBps) {
    allocator.run(allocation, budgetBps, nowNs);
  }

  /** Runs ten times a second, as the room does, when it is due. */
  void run(long budgetBps, long durationNs) {
    for (long end = nowNs + durationNs; nowNs < end; nowNs += 100 * MS) {
      if (allocation.isDue(budgetBps, nowNs)) {
        run(budgetBps);
      }
    }
  }

  long total() {
    return slots.stream().mapToLong(SlotDemand::allocatedBps).sum();
  }

  /** What all slots are sent, as {@code encoding.temporal}, or {@code -} for paused. */
  String shown() {
    StringBuilder shown = new StringBuilder();
    for (SlotDemand slot : slots) {
      shown
          .append(shown.isEmpty() ? "" : " ")
          .append(
              slot.encoding() == SlotDemand.PAUSED
                  ? "-"
                  : slot.encoding() + "." + slot.temporalLayer());
    }
    return shown.toString();
  }
}
