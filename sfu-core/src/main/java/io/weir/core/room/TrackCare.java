package io.weir.core.room;

import io.weir.core.control.MediaKind;
import java.util.function.LongConsumer;

/**
 * What a share of a room does for its tracks as time passes: repeats requests for key frames,
 * measures encodings, gives up old packets, and tells publishers and other shares. Worker thread
 * only.
 */
final class TrackCare {
  /** How often encodings are measured, and relieved of packets that nobody will ask for. */
  private static final long HOUSEKEEPING_NS = 250_000_000L;

  /** How often other shares hear how the encodings of a track are doing. */
  private static final int HOUSEKEEPINGS_PER_REPORT = 4;

  private final TrackTable tracks;
  private final int self;
  private final OtherShares shares;
  private final PublishedSource.Listener listener;
  private final LongConsumer deadlines;
  private int housekeepings;
  private long housekeepingNs = Long.MAX_VALUE;

  /**
   * Care for these tracks.
   *
   * @param self index of the worker
   * @param listener hears when encodings have stopped
   * @param deadlines hears when {@link #handleTimeout} has something to do
   */
  TrackCare(
      TrackTable tracks,
      int self,
      OtherShares shares,
      PublishedSource.Listener listener,
      LongConsumer deadlines) {
    this.tracks = tracks;
    this.self = self;
    this.shares = shares;
    this.listener = listener;
    this.deadlines = deadlines;
  }

  /** There is a track from now on. */
  void begin(long nowNs) {
    if (housekeepingNs == Long.MAX_VALUE) {
      housekeepingNs = nowNs + HOUSEKEEPING_NS;
      deadlines.accept(housekeepingNs);
    }
  }

  /** Lets timers run. */
  void handleTimeout(long nowNs) {
    boolean housekeeping = housekeepingNs - nowNs <= 0;
    for (Track track : tracks.all()) {
      for (Encoding encoding : track.encodings()) {
        encoding.keyFrames().handleTimeout(nowNs);
        if (housekeeping) {
          encoding.dropOldPackets(nowNs);
        }
      }
      if (housekeeping) {
        measure(track, nowNs);
      }
      if (track.changes().isDue(nowNs)) {
        listener.onEncodingsChanged(track, nowNs);
      }
      track.source().handleTimeout(nowNs);
      deadlines.accept(Math.min(track.nextKeyFrameNs(), track.source().nextDeadlineNs()));
      deadlines.accept(track.changes().nextDeadlineNs());
    }
    if (housekeeping) {
      housekeepings++;
      housekeepingNs = tracks.isEmpty() ? Long.MAX_VALUE : nowNs + HOUSEKEEPING_NS;
    }
    deadlines.accept(housekeepingNs);
  }

  private void measure(Track track, long nowNs) {
    if (track.worker() != self || track.kind() != MediaKind.VIDEO) {
      return;
    }
    if (track.measure(nowNs)) {
      listener.onEncodingsChanged(track, nowNs);
    } else if (housekeepings % HOUSEKEEPINGS_PER_REPORT == 0) {
      report(track);
    }
  }

  /** Tells other shares how a track's encodings are doing. */
  void report(Track track) {
    if (!shares.isAlone()) {
      shares.tell(new RoomMessage.Encodings(track.handle(), track.states()));
    }
  }
}
