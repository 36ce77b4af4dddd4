package io.weir.core.room;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketRecycler;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.layer.KeyFrameRequester;
import io.weir.core.stream.PacketHistory;
import io.weir.core.stream.TrackBindings;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One worker's share of a published track: its recent packets, the slots here that show it, and the
 * other workers that want it. Worker thread only.
 */
final class Track {
  /** Enough for two seconds of 5 Mbit/s; a power of two. */
  private static final int HISTORY_PACKETS = 1024;

  /** Retransmissions later than this are of no use to a call. */
  private static final long HISTORY_NS = 2_000_000_000L;

  private static final int[] NO_WORKERS = {};
  private static final Slot[] NO_SLOTS = {};

  private final TrackHandle handle;
  private final int worker;
  private final KeyFrameRequester keyFrames;
  private final Interest interest;
  private final @Nullable PacketHistory history;
  private final TrackBindings bindings;
  private final Train train = new Train();
  private final PacketRecycler recycler;
  private final SpeakerDetector.Level level = new SpeakerDetector.Level();
  private Slot[] slots = NO_SLOTS;
  private int[] otherWorkers = NO_WORKERS;
  private boolean muted;

  /** Hears whether any slot here shows the track. */
  @FunctionalInterface
  interface Interest {
    /** Of no use to the worker where the track is published. */
    Interest LOCAL = wanted -> {};

    /** The first slot came, or the last one went. */
    void onWanted(boolean wanted);
  }

  /**
   * A share of a track.
   *
   * @param worker where it is published
   * @param askForKeyFrame sends the publisher one request
   */
  Track(
      TrackHandle handle,
      int worker,
      boolean muted,
      PacketRecycler recycler,
      Runnable askForKeyFrame,
      Interest interest) {
    this.handle = handle;
    this.worker = worker;
    this.muted = muted;
    this.keyFrames = new KeyFrameRequester(askForKeyFrame);
    this.interest = interest;
    this.recycler = recycler;
    boolean repairable = handle.rtp().codecs().stream().anyMatch(CodecParameters::hasNack);
    this.history =
        handle.kind() == MediaKind.VIDEO && repairable
            ? new PacketHistory(HISTORY_PACKETS, recycler)
            : null;
    this.bindings = new TrackBindings(handle.number(), 0, history, handle.rtp());
  }

  TrackHandle handle() {
    return handle;
  }

  /** Index of the worker where it is published. */
  int worker() {
    return worker;
  }

  MediaKind kind() {
    return handle.kind();
  }

  @Nullable PacketHistory history() {
    return history;
  }

  KeyFrameRequester keyFrames() {
    return keyFrames;
  }

  SpeakerDetector.Level level() {
    return level;
  }

  boolean muted() {
    return muted;
  }

  void muted(boolean value) {
    muted = value;
  }

  /** Binds it to slots. */
  TrackBindings bindings() {
    return bindings;
  }

  /** The packets that wait to be forwarded. */
  Train train() {
    return train;
  }

  /** The slots that show it; replaced, never changed, so that a loop over it is safe. */
  Slot[] slots() {
    return slots;
  }

  void addSlot(Slot slot) {
    slots = Arrays.copyOf(slots, slots.length + 1);
    slots[slots.length - 1] = slot;
    if (slots.length == 1) {
      interest.onWanted(true);
    }
  }

  void removeSlot(Slot slot) {
    slots = Arrays.stream(slots).filter(other -> other != slot).toArray(Slot[]::new);
    if (slots.length == 0) {
      interest.onWanted(false);
    }
  }

  /** The other workers that get its packets; replaced, never changed. */
  int[] otherWorkers() {
    return otherWorkers;
  }

  void otherWorkers(int... workers) {
    otherWorkers = workers;
  }

  void wantedBy(int other, boolean wanted) {
    int[] rest = Arrays.stream(otherWorkers).filter(index -> index != other).toArray();
    if (wanted) {
      rest = Arrays.copyOf(rest, rest.length + 1);
      rest[rest.length - 1] = other;
    }
    otherWorkers = rest;
  }

  /**
   * Keeps a packet for retransmissions, or gives it back when it is too old for that; false when
   * this track keeps none.
   */
  boolean keep(Packet packet) {
    if (history == null) {
      return false;
    }
    history.put(packet);
    return true;
  }

  void dropOldPackets(long nowNs) {
    if (history != null) {
      history.evictOlderThan(nowNs - HISTORY_NS);
    }
  }

  /** Frees its packets and leaves every slot empty-handed. */
  void close() {
    train.recycle(recycler);
    if (history != null) {
      history.clear();
    }
    slots = NO_SLOTS;
    otherWorkers = NO_WORKERS;
  }
}
