package io.weir.core.room;

import io.weir.core.allocation.LayerTable;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketRecycler;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.layer.KeyFrameRequester;
import io.weir.core.stream.KeyFrameCache;
import io.weir.core.stream.PacketHistory;
import io.weir.core.stream.TrackBindings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One worker's share of one encoding of a track, the only one or one of a simulcast: its recent
 * packets, the slots here that get them, and the other workers that do. Worker thread only.
 */
final class Encoding {
  /** Enough for two seconds of 5 Mbit/s; a power of two. */
  private static final int HISTORY_PACKETS = 1024;

  /** Retransmissions later than this are of no use to a call. */
  private static final long HISTORY_NS = 2_000_000_000L;

  /** One that is silent for so long while others are not has been switched off. */
  private static final long SILENT_NS = 1_000_000_000L;

  /** With what SRTP, UDP and IP add to packets of the usual 1,000 bytes. */
  private static final int OVERHEAD_PERCENT = 105;

  private static final Slot[] NO_SLOTS = {};
  private static final int[] NO_WORKERS = {};

  private final Track track;
  private final int index;
  private final PacketRecycler recycler;
  private final @Nullable PacketHistory history;
  private final @Nullable KeyFrameCache cache;
  private final TrackBindings bindings;
  private final KeyFrameRequester keyFrames;
  private final Train train = new Train();
  private final EncodingMeter meter = new EncodingMeter();
  private final long[] bitsPerSecond = new long[EncodingMeter.LAYERS];
  private Slot[] slots = NO_SLOTS;
  private int[] otherWorkers = NO_WORKERS;
  private boolean active;
  private long newest = Long.MIN_VALUE;
  private long lastArrivalNs;
  private int width;
  private int height;

  /**
   * An encoding that has sent nothing yet.
   *
   * @param index its place in the track's parameters
   * @param askForKeyFrame sends the publisher one request for this encoding
   */
  Encoding(Track track, int index, PacketRecycler recycler, Runnable askForKeyFrame) {
    this.track = track;
    this.index = index;
    this.recycler = recycler;
    TrackHandle handle = track.handle();
    boolean repairable = handle.rtp().codecs().stream().anyMatch(CodecParameters::hasNack);
    this.history =
        handle.kind() == MediaKind.VIDEO && repairable
            ? new PacketHistory(HISTORY_PACKETS, recycler)
            : null;
    this.cache = history == null ? null : new KeyFrameCache(history);
    this.bindings = new TrackBindings(handle.number(), index, history, handle.rtp());
    this.keyFrames = new KeyFrameRequester(askForKeyFrame);
  }

  Track track() {
    return track;
  }

  /** Its place among the track's encodings, 0 being that of the lowest resolution. */
  int index() {
    return index;
  }

  @Nullable PacketHistory history() {
    return history;
  }

  /** Where newcomers may start; null when its packets are not kept, or do not come now. */
  @Nullable KeyFrameCache cache() {
    return active ? cache : null;
  }

  /** What comes next does not follow what came before: nobody can start there. */
  void interrupt() {
    if (cache != null) {
      cache.clear();
    }
  }

  KeyFrameRequester keyFrames() {
    return keyFrames;
  }

  /** Binds it to slots. */
  TrackBindings bindings() {
    return bindings;
  }

  /** The packets that wait to be forwarded. */
  Train train() {
    return train;
  }

  /** The slots that show it or wait for it; replaced, never changed: a loop over it is safe. */
  Slot[] slots() {
    return slots;
  }

  /** A slot shows it or waits for it, or does so no more. */
  void isWantedBy(Slot slot, boolean wanted) {
    int count = slots.length;
    int at = 0;
    while (at < count && slots[at] != slot) {
      at++;
    }
    if (wanted == at < count) {
      return;
    }
    Slot[] next = Arrays.copyOf(slots, wanted ? count + 1 : count - 1);
    if (wanted) {
      next[count] = slot;
    } else {
      System.arraycopy(slots, at + 1, next, at, count - 1 - at);
    }
    slots(next);
  }

  void slots(Slot... next) {
    slots = next;
    if (next.length == 0 && track.source().sendsOnlyWhatIsWanted()) {
      interrupt();
    }
  }

  /** The other workers that get its packets; replaced, never changed. */
  int[] otherWorkers() {
    return otherWorkers;
  }

  void otherWorkers(int... workers) {
    otherWorkers = workers;
  }

  /** Whether anybody gets its packets. */
  boolean isWanted() {
    return slots.length + otherWorkers.length > 0;
  }

  /** Whether it is being sent. */
  boolean isActive() {
    return active;
  }

  /** Bits a second of a temporal layer and all below it, as last measured while it was sent. */
  long bitsPerSecond(int temporalLayer) {
    return bitsPerSecond[Math.min(temporalLayer, bitsPerSecond.length - 1)];
  }

  /** Width of its pictures, 0 when not known. */
  int width() {
    return width;
  }

  /** Height of its pictures, 0 when not known. */
  int height() {
    return height;
  }

  /**
   * Notes a packet from the publisher. What is late, or sent again, does not bring back what ended.
   *
   * @return whether it is the first one of a time in which it is sent
   */
  boolean onPacket(Packet packet) {
    meter.onPacket(packet.temporalLayer, packet.keyFrame, (int) packet.timestamp, packet.length);
    lastArrivalNs = packet.arrivalNs;
    boolean begins = !active && packet.extendedSequence > newest;
    active |= begins;
    newest = Math.max(newest, packet.extendedSequence);
    return begins;
  }

  /** Notes the size of its pictures; false when that is nothing new. */
  boolean size(int nextWidth, int nextHeight) {
    boolean changed = width != nextWidth || height != nextHeight;
    width = nextWidth;
    height = nextHeight;
    return changed;
  }

  /** Its publisher said that it has stopped; false when that is nothing new. */
  boolean end() {
    boolean ends = active;
    active = false;
    return ends;
  }

  /**
   * Measures it; about four times a second, where it is published.
   *
   * @param newestNs when the newest packet of the whole track arrived
   * @return whether it has stopped
   */
  boolean measure(long newestNs, long nowNs) {
    meter.sample(nowNs);
    if (active && newestNs - lastArrivalNs >= SILENT_NS) {
      return end();
    }
    for (int layer = 0; active && layer < bitsPerSecond.length; layer++) {
      bitsPerSecond[layer] = meter.bitsPerSecond(layer);
    }
    return false;
  }

  /** When its latest packet arrived, where it is published. */
  long lastArrivalNs() {
    return lastArrivalNs;
  }

  /** Enters it into the table of what the track's layers cost. */
  void describe(LayerTable table) {
    table.alive(index, active);
    table.size(index, width, height);
    int layers = 1;
    for (int layer = 1; layer < bitsPerSecond.length; layer++) {
      // What adds next to nothing is no layer.
      if (bitsPerSecond[layer] - bitsPerSecond[layer - 1] > bitsPerSecond[layer] / 50) {
        layers = layer + 1;
      }
    }
    table.temporalLayers(index, layers);
    for (int layer = 0; layer < layers; layer++) {
      table.bitrate(index, layer, bitsPerSecond[layer] * OVERHEAD_PERCENT / 100);
    }
  }

  /** For the track's other shares. */
  EncodingState state() {
    List<Long> rates = new ArrayList<>();
    for (long rate : bitsPerSecond) {
      rates.add(rate);
    }
    return new EncodingState(active, width, height, rates);
  }

  /** Takes what the share says where it is published. */
  void state(EncodingState state) {
    active = state.active();
    width = state.width();
    height = state.height();
    for (int layer = 0; layer < bitsPerSecond.length; layer++) {
      bitsPerSecond[layer] = state.bitsPerSecond().get(layer);
    }
  }

  /**
   * Keeps a packet for retransmissions, or gives it back when it is too old for that; false when
   * this track keeps none.
   */
  boolean keep(Packet packet) {
    if (history == null || cache == null) {
      return false;
    }
    if (history.put(packet)) {
      cache.onPacket(packet);
    }
    return true;
  }

  void dropOldPackets(long nowNs) {
    if (history != null) {
      history.evictOlderThan(nowNs - HISTORY_NS);
    }
  }

  /** Gives up its oldest packet; false when there is none. */
  boolean dropOldestPacket() {
    return history != null && history.evictOldest();
  }

  /** What comes from now on has nothing to do with what came before. */
  void restart() {
    interrupt();
    if (history != null) {
      history.clear();
    }
  }

  /** Frees its packets and leaves every slot empty-handed. */
  void close() {
    train.recycle(recycler);
    restart();
    slots = NO_SLOTS;
    otherWorkers = NO_WORKERS;
  }
}
