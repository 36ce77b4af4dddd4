package io.weir.core.room;

import io.weir.core.allocation.Allocation;
import io.weir.core.allocation.Allocator;
import io.weir.core.control.Event;
import io.weir.core.control.SlotReason;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Lets each subscriber of one share of a room have what their link carries, and tells signaling
 * which slots pause for want of it. Worker thread only; allocates nothing where nothing changes.
 */
final class BandwidthDirector {
  /** How often estimates are looked at. */
  static final long INTERVAL_NS = 100_000_000L;

  private final String room;
  private final TrackTable tracks;
  private final SpeakerDetector speakers;
  private final Consumer<Event> events;
  private final LongConsumer deadlines;
  private final Allocator allocator = new Allocator();
  private final ChangePace encodingChanges = new ChangePace();
  private boolean stale;
  private long nextNs = Long.MAX_VALUE;

  /**
   * A director that reads what the room changes.
   *
   * @param deadlines hears when timers are to run
   */
  BandwidthDirector(
      String room,
      TrackTable tracks,
      SpeakerDetector speakers,
      Consumer<Event> events,
      LongConsumer deadlines) {
    this.room = room;
    this.tracks = tracks;
    this.speakers = speakers;
    this.events = events;
    this.deadlines = deadlines;
  }

  /** Something changed that everybody's slots may depend on. */
  void makeStale() {
    stale = true;
  }

  /**
   * Divides everybody's link anew since a track's encodings changed; where those of the room do so
   * all the time, not before it is time to anyhow: a pass over 300 subscribers of nine slots takes
   * about a millisecond.
   */
  void onEncodingsChanged(Participant[] participants, long nowNs) {
    if (encodingChanges.mayTakeEffect(nowNs)) {
      runAll(participants, nowNs);
    }
  }

  /** Whether somebody's link is to be divided anew. */
  boolean isDue(long nowNs) {
    return stale || nextNs - nowNs <= 0;
  }

  /** Divides everybody's link anew where that could change anything. */
  void runAll(Participant[] participants, long nowNs) {
    stale = false;
    nextNs = Long.MAX_VALUE;
    markSpeakers();
    for (Participant participant : participants) {
      run(participant, nowNs);
    }
    deadlines.accept(nextNs);
  }

  /** Divides one subscriber's link anew if that could change anything. */
  void run(Participant participant, long nowNs) {
    Allocation allocation = participant.allocation();
    if (allocation == null) {
      return;
    }
    if (nextNs == Long.MAX_VALUE) {
      nextNs = nowNs + INTERVAL_NS;
      deadlines.accept(nextNs);
    }
    for (Slot slot : participant.videoSlots()) {
      slot.updateDemand();
    }
    long budgetBps = participant.videoBudgetBps();
    allocation.measured(participant.isLinkMeasured());
    if (!allocation.isDue(budgetBps, nowNs)) {
      return;
    }
    allocator.run(allocation, budgetBps, nowNs);
    participant.wanted(allocation.wantedBps());
    boolean draining = participant.isLinkDraining();
    for (Slot slot : participant.videoSlots()) {
      slot.reallocate(draining, nowNs);
      deadlines.accept(slot.nextDeadlineNs());
      if (slot.isPauseNews()) {
        tell(participant, slot);
      }
    }
  }

  private void tell(Participant participant, Slot slot) {
    Track shown = slot.isPaused() ? null : slot.track();
    Event.Binding binding =
        shown == null
            ? null
            : new Event.Binding(shown.handle().number(), shown.handle().participant());
    events.accept(
        new Event.SlotChanged(room, participant.id(), slot.mid(), binding, SlotReason.BANDWIDTH));
  }

  private void markSpeakers() {
    List<Track> speaking = speakers.speakers();
    for (Track track : tracks.all()) {
      boolean speaks = false;
      for (int i = 0; i < speaking.size(); i++) {
        speaks |= speaking.get(i).handle().participant() == track.handle().participant();
      }
      track.speaks(speaks);
    }
  }
}
