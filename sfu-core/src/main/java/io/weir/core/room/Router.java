package io.weir.core.room;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketRecycler;
import io.weir.core.control.MediaKind;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.transport.TransportDefect;

/**
 * The fan-out: takes each packet of a track once and gives it to every slot that shows the track,
 * and once to every other worker that has such slots. Worker thread only; allocates nothing.
 */
final class Router {
  private final PacketCounters counters;
  private final PacketRecycler recycler;
  private final WorkerLinks links;
  private final SpeakerDetector speakers;

  Router(
      PacketCounters counters,
      PacketRecycler recycler,
      WorkerLinks links,
      SpeakerDetector speakers) {
    this.counters = counters;
    this.recycler = recycler;
    this.links = links;
    this.speakers = speakers;
  }

  /**
   * Routes a packet; takes over this worker's reference to it.
   *
   * @throws TransportDefect if a subscriber's transport failed; the others have got the packet
   */
  void route(Track track, Packet packet, long nowNs) {
    if (track.muted()) {
      counters.increment(PacketCounter.RTP_MUTED);
      recycler.recycle(packet);
      return;
    }
    if (track.kind() == MediaKind.AUDIO) {
      speakers.onPacket(track, packet.audioLevel, nowNs);
    } else if (packet.keyFrame) {
      track.keyFrames().onKeyFrame();
    }
    for (int worker : track.otherWorkers()) {
      links.forward(worker, track.handle(), packet);
    }
    TransportDefect defect = null;
    for (Slot slot : track.slots()) {
      try {
        slot.forward(packet, nowNs);
      } catch (TransportDefect e) {
        defect = e;
      }
    }
    if (!track.keep(packet)) {
      recycler.recycle(packet);
    }
    if (defect != null) {
      throw defect;
    }
  }
}
