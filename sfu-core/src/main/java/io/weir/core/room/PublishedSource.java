package io.weir.core.room;

import io.weir.core.buffer.Packet;
import io.weir.core.codec.PayloadCodec;
import io.weir.core.control.Event;
import io.weir.core.control.MediaKind;
import io.weir.core.transport.RtpReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A track's publisher, on the worker where it publishes: takes its packets into the room, and tells
 * it what the room wants. Worker thread only.
 */
final class PublishedSource implements Track.Source, RtpReceiver.Sink {
  /** What a publisher's stream brings about in its room. */
  interface Listener {
    /** A packet of an encoding, with the worker's reference to it. */
    void onPacket(Encoding encoding, Packet packet, long nowNs);

    /** An encoding began anew. */
    void onRestart(Encoding encoding, long nowNs);

    /** Too much of an encoding was lost. */
    void onKeyFrameNeeded(Encoding encoding, long nowNs);

    /** Encodings came or went, or are of another size than before. */
    void onEncodingsChanged(Track track, long nowNs);
  }

  private static final int WIDTH_SHIFT = 16;
  private static final int HEIGHT_MASK = 0xFFFF;

  private final TrackHandle handle;
  private final RtpReceiver receiver;
  private final Listener listener;
  private final Consumer<Event> events;
  private final LongConsumer deadlines;
  private final @Nullable LayerDemand demand;
  private @Nullable Track track;

  /**
   * The source of a track that is about to be made.
   *
   * @param events is told which encodings are wanted
   * @param deadlines hears when timers are to run
   */
  PublishedSource(
      TrackHandle handle,
      RtpReceiver receiver,
      Listener listener,
      Consumer<Event> events,
      LongConsumer deadlines,
      long nowNs) {
    this.handle = handle;
    this.receiver = receiver;
    this.listener = listener;
    this.events = events;
    this.deadlines = deadlines;
    this.demand =
        handle.kind() == MediaKind.VIDEO
            ? new LayerDemand(handle.rtp().encodings().size(), this::tellPublisher, nowNs)
            : null;
    deadlines.accept(nextDeadlineNs());
  }

  /** Its packets go into this track from now on. */
  void feed(Track next) {
    track = next;
    receiver.forwardTo(this);
  }

  @Override
  public void askForKeyFrame(int encoding) {
    receiver.requestKeyFrame(encoding);
  }

  @Override
  public void onWanted(int encodings, long nowNs) {
    if (demand != null) {
      demand.want(encodings, nowNs);
      deadlines.accept(demand.nextDeadlineNs());
    }
  }

  @Override
  public void handleTimeout(long nowNs) {
    if (demand != null) {
      demand.handleTimeout(nowNs);
    }
  }

  @Override
  public long nextDeadlineNs() {
    return demand == null ? Long.MAX_VALUE : demand.nextDeadlineNs();
  }

  @Override
  public void onPacket(Packet packet, long nowNs) {
    Track fed = track;
    if (fed == null) {
      packet.pool().release(packet);
      return;
    }
    Encoding encoding = fed.encoding(packet.encoding);
    boolean changed = encoding.onPacket(packet);
    changed |= packet.keyFrame && isOfNewSize(encoding);
    try {
      if (changed && handle.kind() == MediaKind.VIDEO) {
        listener.onEncodingsChanged(fed, nowNs);
      }
    } finally {
      listener.onPacket(encoding, packet, nowNs);
    }
  }

  private boolean isOfNewSize(Encoding encoding) {
    int size = receiver.pictureSize(encoding.index());
    return size != PayloadCodec.UNKNOWN_SIZE
        && encoding.size(size >>> WIDTH_SHIFT, size & HEIGHT_MASK);
  }

  @Override
  public void onRestart(int encoding, long nowNs) {
    Track fed = track;
    if (fed != null) {
      listener.onRestart(fed.encoding(encoding), nowNs);
    }
  }

  @Override
  public void onKeyFrameNeeded(int encoding, long nowNs) {
    Track fed = track;
    if (fed != null) {
      listener.onKeyFrameNeeded(fed.encoding(encoding), nowNs);
    }
  }

  @Override
  public void onEnded(int encoding, long nowNs) {
    Track fed = track;
    if (fed != null && fed.encoding(encoding).end()) {
      listener.onEncodingsChanged(fed, nowNs);
    }
  }

  private void tellPublisher(int encodings) {
    List<String> rids = new ArrayList<>();
    for (int i = 0; i < handle.rtp().encodings().size(); i++) {
      if ((encodings & 1 << i) != 0) {
        rids.add(handle.rtp().encodings().get(i).rid());
      }
    }
    events.accept(
        new Event.LayersWanted(handle.room(), handle.participant(), handle.rtp().mid(), rids));
  }
}
