package io.weir.signaling.api;

import io.weir.core.control.Traffic;
import io.weir.core.control.TransportStatistics;
import io.weir.signaling.session.Participant;
import io.weir.signaling.session.Room;
import io.weir.signaling.session.RoomSettings;
import io.weir.signaling.statistics.Measured;
import io.weir.signaling.statistics.MeasurementFactory;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Puts together what signaling knows and what the media workers measured. Event loop only. */
final class ViewFactory {

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
        MeasurementFactory.transport(participant, measured));
  }

  static Views.ParticipantDetail detail(Participant participant, Measured measured) {
    Participant.Profile profile = participant.profile();
    return new Views.ParticipantDetail(
        participant.id(),
        profile.identity(),
        profile.name(),
        lower(profile.role()),
        profile.joinedAt(),
        profile.metadata(),
        MeasurementFactory.transport(participant, measured),
        MeasurementFactory.tracks(participant, measured),
        MeasurementFactory.slots(participant, measured));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
