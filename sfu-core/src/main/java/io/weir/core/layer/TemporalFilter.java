package io.weir.core.layer;

import io.weir.core.buffer.Packet;

/**
 * Leaves the upper temporal layers of one encoding out, frame by frame. Worker thread only; made
 * when layers are left out for the first time.
 *
 * <p>Layers are left at the next frame, because nothing below depends on them, and entered one by
 * one where the encoder says so ({@link Packet#layerSync}), or all at once at a key frame. A packet
 * that comes late is judged by what held at its place in the stream: a frame goes whole or not at
 * all, whatever was decided since.
 */
final class TemporalFilter {
  /** Changes that late packets may lie before. */
  private static final int CHANGES = 8;

  private static final int MASK = CHANGES - 1;

  private int target;
  private int limit;

  /** By change: sequence number and timestamp of the first packet that came of its first frame. */
  private final long[] sequences = new long[CHANGES];

  private final long[] timestamps = new long[CHANGES];

  /** By change: the limit before and after. */
  private final int[] before = new int[CHANGES];

  private final int[] after = new int[CHANGES];
  private int changes;

  TemporalFilter(int limit) {
    this.limit = limit;
    this.target = limit;
  }

  /** Highest layer that is wanted from the next possible frame on. */
  void target(int layer) {
    target = layer;
  }

  /** Highest layer that passes now. */
  int limit() {
    return limit;
  }

  /** A key frame of another encoding passes, of which every wanted layer may follow. */
  void restart() {
    limit = target;
    changes = 0;
  }

  /** Whether everything has passed since so long ago that nothing from before comes any more. */
  boolean isIdle(long sequence, long window) {
    return limit == LayerSelector.ALL_LAYERS
        && target == limit
        && (changes == 0 || sequence - sequences[(changes - 1) & MASK] > window);
  }

  /** Whether a packet passes that is later than all before it, and of another frame. */
  boolean passesFirst(Packet packet) {
    int next = next(packet);
    if (next != limit) {
      int change = changes++ & MASK;
      sequences[change] = packet.extendedSequence;
      timestamps[change] = packet.timestamp;
      before[change] = limit;
      after[change] = next;
      limit = next;
    }
    return passes(packet);
  }

  /** Whether a packet of the latest frame passes. */
  boolean passes(Packet packet) {
    return packet.temporalLayer <= limit;
  }

  /** Whether a packet passes that comes after later ones. */
  boolean passesLate(Packet packet) {
    int limitThere = limit;
    for (int i = changes - 1; i >= Math.max(0, changes - CHANGES); i--) {
      int change = i & MASK;
      if (packet.extendedSequence >= sequences[change] || packet.timestamp == timestamps[change]) {
        limitThere = after[change];
        break;
      }
      limitThere = before[change];
    }
    return packet.temporalLayer <= limitThere;
  }

  private int next(Packet packet) {
    if (packet.keyFrame || target < limit) {
      return target;
    }
    boolean enters =
        packet.layerSync && packet.temporalLayer == limit + 1 && packet.temporalLayer <= target;
    return enters ? packet.temporalLayer : limit;
  }
}
