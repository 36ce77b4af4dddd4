package io.weir.core.room;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketRecycler;
import io.weir.core.control.MediaKind;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.transport.TransportDefect;
import org.jspecify.annotations.Nullable;

/**
 * The fan-out: takes each packet of an encoding once, and gives those that came together, the
 * encoding's {@link Train}, to every slot that shows it or waits for it, and once to every other
 * worker that has such slots. Worker thread only; allocates nothing.
 */
final class Router {
  private final PacketCounters counters;
  private final PacketRecycler recycler;
  private final WorkerLinks links;
  private final SpeakerDetector speakers;
  private final boolean equalSizes;

  /** Kept only so that the compiler does not leave the reading out. */
  @SuppressWarnings("UnusedVariable")
  private int fetchedAhead;

  /**
   * A router of one room's share.
   *
   * @param equalSizes whether packets of equal size are cheaper to send
   */
  Router(
      PacketCounters counters,
      PacketRecycler recycler,
      WorkerLinks links,
      SpeakerDetector speakers,
      boolean equalSizes) {
    this.counters = counters;
    this.recycler = recycler;
    this.links = links;
    this.speakers = speakers;
    this.equalSizes = equalSizes;
  }

  /** Takes a packet into its encoding's train, with this worker's reference to it. */
  void take(Encoding encoding, Packet packet, long nowNs) {
    Track track = encoding.track();
    if (track.muted()) {
      counters.increment(PacketCounter.RTP_MUTED);
      recycler.recycle(packet);
      return;
    }
    if (track.kind() == MediaKind.AUDIO) {
      speakers.onPacket(track, packet.audioLevel, nowNs);
    }
    encoding.train().add(packet);
  }

  /**
   * Forwards an encoding's train, which is empty afterwards, whatever happens.
   *
   * @throws TransportDefect if a subscriber's transport failed; the others have got the packets
   */
  void route(Encoding encoding, long nowNs) {
    Track track = encoding.track();
    Train train = encoding.train();
    TransportDefect defect;
    try {
      if (train.hasKeyFrame()) {
        encoding.keyFrames().onKeyFrame();
      }
      if (equalSizes && track.kind() == MediaKind.VIDEO && track.worker() == links.self()) {
        TrainPadding.equalize(train);
      }
      for (int worker : encoding.otherWorkers()) {
        for (int i = 0; i < train.size(); i++) {
          links.forward(worker, track.handle(), train.packet(i));
        }
      }
      defect = forward(encoding.slots(), train, nowNs);
    } finally {
      keepOrRecycle(encoding, train);
    }
    if (defect != null) {
      throw defect;
    }
  }

  private void keepOrRecycle(Encoding encoding, Train train) {
    try {
      for (int i = 0; i < train.size(); i++) {
        if (!encoding.keep(train.packet(i))) {
          recycler.recycle(train.packet(i));
        }
      }
    } finally {
      train.clear(); // A packet that is lost is better than one that is given back twice.
    }
  }

  private @Nullable TransportDefect forward(Slot[] slots, Train train, long nowNs) {
    TransportDefect defect = null;
    int fetched = 0;
    for (int i = 0; i < slots.length; i++) {
      fetched += fetchAhead(slots, i);
      try {
        slots[i].forward(train, nowNs);
      } catch (TransportDefect e) {
        defect = e;
      } catch (RuntimeException e) {
        defect = slots[i].sender().defect(e); // Ends this session, and nobody else misses anything.
      }
    }
    fetchedAhead = fetched;
    return defect;
  }

  /**
   * Reads a little of what the next slots will need. The state of thousands does not fit the nearer
   * caches; so it is on its way while this slot works. Each step needs what the one before fetched.
   */
  private static int fetchAhead(Slot[] slots, int index) {
    int fetched = 0;
    if (index + 3 < slots.length) {
      fetched += slots[index + 3].fetch();
      fetched += slots[index + 2].sender().fetch();
      fetched += slots[index + 1].sender().fetchParts();
    }
    return fetched;
  }
}
