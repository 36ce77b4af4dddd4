package io.weir.signaling.api;

import io.weir.core.control.EncodingStatistics;
import io.weir.core.control.Event;
import io.weir.core.control.LinkStatistics;
import io.weir.core.control.ParticipantStatistics;
import io.weir.core.control.SlotStatistics;
import io.weir.core.control.StreamStatistics;
import io.weir.core.control.Traffic;
import io.weir.core.control.TransportStatistics;
import io.weir.signaling.message.TrackView;
import io.weir.signaling.session.Participant;
import io.weir.signaling.session.Room;
import io.weir.signaling.session.RoomSettings;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts together what signaling knows and what the media workers measured. Event loop only. */
final class ViewFactory {

  private static final double NS_PER_MS = 1e6;

  private ViewFactory() {}

  /** A room that somebody may be in. */
  static Views.Room room(
      String name, @Nullable Room room, RoomSettings settings, Measured measured) {
    int publishers = 0;
    int viewers = 0;
    int tracks = 0;
    Traffic received = Traffic.NONE;
    Traffic sent = Traffic.NONE;
    for (Participant participant : room == null ? List.<Participant>of() : room.participants()) {
      publishers += participant.publishes() ? 1 : 0;
      viewers += participant.profile().role() == Participant.Role.VIEWER ? 1 : 0;
      tracks += participant.trackCount();
      TransportStatistics transport = measured.transport(participant);
      if (transport != null) {
        received = Measured.sum(received, transport.received());
        sent = Measured.sum(sent, transport.sent());
      }
    }
    return new Views.Room(
        name,
        room == null ? 0 : room.participants().size(),
        publishers,
        viewers,
        tracks,
        received,
        sent,
        room == null ? List.of() : room.view().activeSpeakers(),
        RoomSettingsJson.write(settings));
  }

  static Views.Participant participant(Participant participant, Measured measured) {
    Participant.Profile profile = participant.profile();
    return new Views.Participant(
        participant.id(),
        profile.identity(),
        profile.name(),
        lower(profile.role()),
        profile.joinedAt(),
        participant.trackCount(),
        participant.slots().size(),
        transport(measured.transport(participant)));
  }

  static Views.ParticipantDetail detail(Participant participant, Measured measured) {
    Participant.Profile profile = participant.profile();
    ParticipantStatistics known = measured.of(participant);
    List<SlotStatistics> slots = known == null ? List.of() : known.slots();
    return new Views.ParticipantDetail(
        participant.id(),
        profile.identity(),
        profile.name(),
        lower(profile.role()),
        profile.joinedAt(),
        profile.metadata(),
        transport(measured.transport(participant)),
        participant.view().tracks().stream()
            .map(track -> track(participant, track, measured))
            .toList(),
        slots.stream().map(slot -> slot(participant.room(), slot, measured)).toList());
  }

  static Views.Track track(Participant publisher, TrackView track, Measured measured) {
    return new Views.Track(
        track.id(),
        track.participant(),
        track.kind(),
        track.source(),
        track.name(),
        track.muted(),
        track.csrc(),
        measured.encodings(publisher, track.csrc()).stream()
            .map(one -> stream(ridOf(one), one.stream(), one.stream()))
            .toList());
  }

  private static Views.Slot slot(Room room, SlotStatistics slot, Measured measured) {
    Event.Binding binding = slot.binding();
    Participant publisher = binding == null ? null : room.findByNumber(binding.participant());
    EncodingStatistics shown = null;
    String track = null;
    if (binding != null && publisher != null) {
      long number = Integer.toUnsignedLong(binding.track());
      track = publisher.trackId(binding.track());
      for (EncodingStatistics encoding : measured.encodings(publisher, number)) {
        shown = encoding.index() == slot.encoding() ? encoding : shown;
      }
    }
    return new Views.Slot(
        slot.mid(),
        lower(slot.kind()),
        track,
        track == null || publisher == null ? null : publisher.id(),
        slot.awaitsKeyFrame(),
        shown == null ? null : ridOf(shown),
        slot.temporalLayer() == SlotStatistics.NONE ? null : Integer.valueOf(slot.temporalLayer()),
        stream(null, slot.stream(), shown == null ? slot.stream() : shown.stream()));
  }

  /**
   * One stream.
   *
   * @param rid which one of several it is; null where there is one only, and of slots
   * @param picture what tells the size: of a slot the track's stream, for slots do not look inside
   */
  private static Views.Stream stream(
      @Nullable String rid, StreamStatistics stream, StreamStatistics picture) {
    return new Views.Stream(
        rid,
        stream.ssrc(),
        stream.codec(),
        stream.media(),
        stream.retransmissions(),
        stream.nacks(),
        stream.keyFrameRequests(),
        stream.lost(),
        stream.lossRatio(),
        stream.jitterNs() / NS_PER_MS,
        stream.frames(),
        stream.frameRate(),
        stream.keyFrames(),
        picture.width() == 0 ? null : Integer.valueOf(picture.width()),
        picture.height() == 0 ? null : Integer.valueOf(picture.height()));
  }

  /** Null for the only encoding of a track. */
  private static @Nullable String ridOf(EncodingStatistics encoding) {
    return encoding.rid().isEmpty() ? null : encoding.rid();
  }

  private static Views.@Nullable Transport transport(@Nullable TransportStatistics transport) {
    if (transport == null) {
      return null;
    }
    return new Views.Transport(
        lower(transport.state()),
        transport.idle(),
        transport.path(),
        transport.srtpProfile(),
        transport.roundTripNs() == TransportStatistics.UNKNOWN
            ? null
            : Double.valueOf(transport.roundTripNs() / NS_PER_MS),
        transport.received(),
        transport.sent(),
        link(transport.link()));
  }

  private static Views.Link link(LinkStatistics link) {
    if (!link.limited()) {
      return new Views.Link(null, null, null, null);
    }
    boolean measured = link.acknowledgedBps() != TransportStatistics.UNKNOWN;
    return new Views.Link(
        link.estimateBps(),
        measured ? Long.valueOf(link.acknowledgedBps()) : null,
        measured ? Double.valueOf(link.lossRatio()) : null,
        measured ? Double.valueOf(link.roundTripNs() / NS_PER_MS) : null);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
