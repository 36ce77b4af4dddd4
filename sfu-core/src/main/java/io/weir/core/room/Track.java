package io.weir.core.room;

import io.weir.core.allocation.LayerTable;
import io.weir.core.buffer.PacketRecycler;
import io.weir.core.control.MediaKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One worker's share of a published track: its encodings, the slots here that show it, and which of
 * the encodings they and other workers want. Worker thread only.
 *
 * <p>A slot gets the packets of the encoding that it shows and of the one that it waits for, and
 * costs the others nothing. Sets of encodings are ints, a bit each.
 */
final class Track {
  /** When more slots than this have changed, all are looked through once. */
  private static final int FEW_SLOTS = 16;

  private final TrackHandle handle;
  private final int worker;
  private final Source source;
  private final Encoding[] encodings;
  private final SpeakerDetector.Level level = new SpeakerDetector.Level();
  private final List<Slot> slots = new ArrayList<>();

  /** By worker. */
  private int[] wantedElsewhere = {};

  private int wanted;
  private final LayerTable layers;
  private final ChangePace changes = new ChangePace();

  /** Slots that may want other encodings than they get, while they are few. */
  private final List<Slot> changed = new ArrayList<>(FEW_SLOTS);

  /** Whether more than that has changed. */
  private boolean stale;

  private boolean muted;
  private boolean speaks;

  /** Where a track comes from: its publisher, or the share of the worker that has it. */
  interface Source {
    /** Asks for a key frame of an encoding, once. */
    void askForKeyFrame(int encoding);

    /** Other encodings than before are wanted. */
    void onWanted(int encodings, long nowNs);

    /** Whether packets of an encoding come only while slots here show it or wait for it. */
    default boolean sendsOnlyWhatIsWanted() {
      return false;
    }

    /** Lets timers run. */
    default void handleTimeout(long nowNs) {}

    /** When to call {@link #handleTimeout} next; {@code Long.MAX_VALUE} for never. */
    default long nextDeadlineNs() {
      return Long.MAX_VALUE;
    }
  }

  /**
   * A share of a track.
   *
   * @param worker where it is published
   */
  Track(TrackHandle handle, int worker, boolean muted, PacketRecycler recycler, Source source) {
    this.handle = handle;
    this.worker = worker;
    this.muted = muted;
    this.source = source;
    this.encodings = new Encoding[handle.rtp().encodings().size()];
    this.layers = new LayerTable(encodings.length);
    for (int i = 0; i < encodings.length; i++) {
      int index = i;
      encodings[i] = new Encoding(this, index, recycler, () -> source.askForKeyFrame(index));
    }
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

  SpeakerDetector.Level level() {
    return level;
  }

  boolean muted() {
    return muted;
  }

  void muted(boolean value) {
    muted = value;
  }

  Source source() {
    return source;
  }

  /** Its encodings, lowest resolution first; not to be changed. */
  Encoding[] encodings() {
    return encodings;
  }

  Encoding encoding(int index) {
    return encodings[index];
  }

  boolean isSimulcast() {
    return encodings.length > 1;
  }

  /** The slots that show it; do not show or empty slots in a loop over it. */
  List<Slot> slots() {
    return slots;
  }

  void addSlot(Slot slot) {
    slots.add(slot);
    makeStale(slot);
  }

  void removeSlot(Slot slot) {
    slots.remove(slot);
    makeStale(slot);
  }

  /** A slot wants other encodings than before. */
  void makeStale(Slot slot) {
    if (changed.size() == FEW_SLOTS) {
      stale = true;
    } else {
      changed.add(slot);
    }
  }

  private void makeStale() {
    stale = true;
  }

  /** Another worker wants these encodings from now on. */
  void wantedBy(int other, int encodingsWanted) {
    if (other >= wantedElsewhere.length) {
      wantedElsewhere = Arrays.copyOf(wantedElsewhere, other + 1);
    }
    wantedElsewhere[other] = encodingsWanted;
    makeStale();
  }

  /** These other workers want it, and no more. */
  void wantedBy(int... others) {
    wantedElsewhere = new int[0];
    for (int other : others) {
      wantedBy(other, 1);
    }
    makeStale();
  }

  /** Brings each encoding's subscribers to what slots and workers want, if that has changed. */
  void settle(long nowNs) {
    if (!stale && changed.isEmpty()) {
      return;
    }
    int before = wanted;
    wanted = 0;
    for (Encoding encoding : encodings) {
      int bit = 1 << encoding.index();
      if (stale) {
        encoding.slots(slots.stream().filter(slot -> wants(slot, bit)).toArray(Slot[]::new));
        encoding.otherWorkers(workersThatWant(bit));
      } else {
        changed.forEach(slot -> encoding.isWantedBy(slot, wants(slot, bit)));
      }
      wanted |= encoding.isWanted() ? bit : 0;
    }
    stale = false;
    changed.clear();
    if (wanted != before) {
      source.onWanted(wanted, nowNs);
    }
  }

  private boolean wants(Slot slot, int bit) {
    return slot.track() == this && (slot.encodings() & bit) != 0;
  }

  private int[] workersThatWant(int bit) {
    int[] workers = new int[wantedElsewhere.length];
    int count = 0;
    for (int other = 0; other < wantedElsewhere.length; other++) {
      if ((wantedElsewhere[other] & bit) != 0) {
        workers[count++] = other;
      }
    }
    return Arrays.copyOf(workers, count);
  }

  /** What stands in for an encoding that is not sent: the next lower one, else the next higher. */
  int available(int encoding) {
    for (int lower = encoding; lower >= 0; lower--) {
      if (encodings[lower].isActive()) {
        return lower;
      }
    }
    for (int higher = encoding + 1; higher < encodings.length; higher++) {
      if (encodings[higher].isActive()) {
        return higher;
      }
    }
    return encoding;
  }

  /** The encodings below one that are sent. */
  int activeBelow(int encoding) {
    int active = 0;
    for (int lower = 0; lower < encoding; lower++) {
      active |= encodings[lower].isActive() ? 1 << lower : 0;
    }
    return active;
  }

  /** How often its slots may choose again because its encodings changed. */
  ChangePace changes() {
    return changes;
  }

  /** What its layers cost. */
  LayerTable layers() {
    return layers;
  }

  /** Whether its publisher is one of the active speakers. */
  boolean speaks() {
    return speaks;
  }

  void speaks(boolean value) {
    speaks = value;
  }

  /** Brings {@link #layers} up to date. */
  void updateLayers() {
    for (Encoding encoding : encodings) {
      encoding.describe(layers);
    }
  }

  /** Lets every slot choose again, after encodings came, went or changed their sizes. */
  void retarget() {
    updateLayers();
    makeStale(); // Also when choices are the same: what a slot may begin with has changed.
    for (int i = 0; i < slots.size(); i++) {
      slots.get(i).retarget();
    }
  }

  /**
   * Measures its encodings, where it is published; about four times a second.
   *
   * @return whether one of them has stopped
   */
  boolean measure(long nowNs) {
    long newestNs = encodings[0].lastArrivalNs();
    for (Encoding encoding : encodings) {
      newestNs = Math.max(newestNs, encoding.lastArrivalNs());
    }
    boolean stopped = false;
    for (Encoding encoding : encodings) {
      stopped |= encoding.measure(newestNs, nowNs);
    }
    updateLayers();
    return stopped;
  }

  /** What other shares are told of its encodings. */
  List<EncodingState> states() {
    return Arrays.stream(encodings).map(Encoding::state).toList();
  }

  /** Takes what its own worker tells of its encodings. */
  void states(List<EncodingState> states) {
    for (int i = 0; i < encodings.length; i++) {
      encodings[i].state(states.get(i));
    }
    updateLayers();
  }

  /** When a key frame is to be asked for again; {@code Long.MAX_VALUE} for never. */
  long nextKeyFrameNs() {
    long next = Long.MAX_VALUE;
    for (Encoding encoding : encodings) {
      next = Math.min(next, encoding.keyFrames().nextDeadlineNs());
    }
    return next;
  }

  /** Frees its packets and leaves every slot empty-handed. */
  void close() {
    slots.clear();
    for (Encoding encoding : encodings) {
      encoding.close();
    }
  }
}
