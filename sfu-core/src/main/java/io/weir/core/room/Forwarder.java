package io.weir.core.room;

import io.weir.core.buffer.Packet;
import io.weir.core.control.SlotReason;
import io.weir.core.transport.DatagramSender;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes the packets of all tracks of a room's share and sees to it that they leave in order: a
 * track's trains leave before it is muted, restarted or removed. Worker thread only.
 */
final class Forwarder {
  private final Router router;
  private final Trains trains;
  private final DatagramSender sender;
  private final TrackTable tracks;
  private final SpeakerDetector speakers;
  private final SlotDirector director;
  private final LongConsumer deadlines;

  /** What forwarding met when something else had to go on; the timers of the turn hand it on. */
  private @Nullable RuntimeException failure;

  /**
   * A forwarder of one share.
   *
   * @param trains where packets wait until the worker forwards them
   * @param deadlines hears when timers are to run
   */
  Forwarder(
      Router router,
      Trains trains,
      DatagramSender sender,
      TrackTable tracks,
      SpeakerDetector speakers,
      SlotDirector director,
      LongConsumer deadlines) {
    this.router = router;
    this.trains = trains;
    this.sender = sender;
    this.tracks = tracks;
    this.speakers = speakers;
    this.director = director;
    this.deadlines = deadlines;
  }

  /** Takes a packet of an encoding, with this worker's reference to it. */
  void take(Encoding encoding, Packet packet, long nowNs) {
    try {
      if (encoding.train().isFull()) {
        routeFirst(encoding, nowNs);
      }
    } finally {
      router.take(encoding, packet, nowNs);
    }
    deadlines.accept(speakers.nextDeadlineNs());
    if (!encoding.train().isWaiting()) {
      trains.add(this, encoding);
    }
  }

  /** Forwards what an encoding has collected. */
  void route(Encoding encoding, long nowNs) {
    Train train = encoding.train();
    if (train.isEmpty()) {
      return;
    }
    encoding.track().settle(nowNs);
    sender.beginForwarding(train.packet(0).arrivalNs);
    try {
      router.route(encoding, nowNs);
    } finally {
      sender.endForwarding();
      encoding.track().settle(nowNs);
    }
    deadlines.accept(encoding.keyFrames().nextDeadlineNs());
  }

  /**
   * Forwards what came before something that happens to an encoding. That must not be left half
   * done for the sake of a subscriber whose transport fails meanwhile.
   */
  void routeFirst(Encoding encoding, long nowNs) {
    try {
      route(encoding, nowNs);
    } catch (RuntimeException e) {
      failLater(e, nowNs);
    }
  }

  private void routeFirst(Track track, long nowNs) {
    for (Encoding encoding : track.encodings()) {
      routeFirst(encoding, nowNs);
    }
  }

  /** Hands a failure on in the timers of the turn. One at a time: what fails again is met again. */
  void failLater(RuntimeException e, long nowNs) {
    if (failure == null) {
      failure = e;
    }
    deadlines.accept(nowNs);
  }

  /** Hands on what failed, if anything did. */
  void handOnFailure() {
    RuntimeException met = failure;
    if (met != null) {
      failure = null;
      throw met;
    }
  }

  /** Drops a track's media from now on, or lets it through again. */
  void mute(Track track, boolean muted, long nowNs) {
    routeFirst(track, nowNs);
    track.muted(muted);
    if (!muted) {
      for (Encoding encoding : track.encodings()) {
        encoding.interrupt();
      }
      // Slots must neither skip sequence numbers nor begin without a key frame.
      for (Slot slot : track.slots()) {
        slot.restart(nowNs);
      }
      deadlines.accept(track.nextKeyFrameNs());
    }
  }

  /** An encoding began anew. */
  void restart(Encoding encoding, long nowNs) {
    routeFirst(encoding, nowNs);
    encoding.restart();
    for (Slot slot : encoding.track().slots()) {
      slot.restart(encoding.index(), nowNs);
    }
    deadlines.accept(encoding.track().nextKeyFrameNs());
  }

  /** Encodings came or went, or are of another size. */
  void retarget(Track track, long nowNs) {
    track.retarget();
    track.settle(nowNs);
    deadlines.accept(track.nextKeyFrameNs());
  }

  /** A key frame of an encoding is needed. */
  void wantKeyFrame(Encoding encoding, long nowNs) {
    routeFirst(encoding, nowNs);
    encoding.keyFrames().want(nowNs);
    deadlines.accept(encoding.keyFrames().nextDeadlineNs());
  }

  /** Ends a track, after its last packets. */
  void remove(Track track, SlotReason reason, Runnable beforeItsEnd, long nowNs) {
    routeFirst(track, nowNs);
    beforeItsEnd.run();
    tracks.remove(track);
    speakers.remove(track);
    director.makeStale(reason);
    // Slots let go of it before its packets do.
    director.assignIfStale(nowNs);
    track.close();
  }
}
