package io.weir.signaling.session;

import io.weir.core.control.Event;
import io.weir.core.control.SlotReason;
import io.weir.core.control.TransportState;
import io.weir.signaling.message.ServerMessage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the media plane's events into state and news. Signaling's event loop only. */
public final class MediaEvents {

  private static final Logger LOG = LoggerFactory.getLogger(MediaEvents.class);

  private final RoomDirectory rooms;
  private final JoinTimes joins;
  private final QualityEvents quality;
  private final InstantSource clock;

  /** Handles events for these rooms. */
  public MediaEvents(
      RoomDirectory rooms, JoinTimes joins, QualityEvents quality, InstantSource clock) {
    this.rooms = rooms;
    this.joins = joins;
    this.quality = quality;
    this.clock = clock;
  }

  /** Handles one event; one of a room or participant that is gone does nothing. */
  public void handle(Event event) {
    Room room = rooms.find(event.room());
    if (room == null) {
      return;
    }
    switch (event) {
      case Event.ActiveSpeakers speakers -> room.setActiveSpeakers(speakers.participants());
      case Event.TransportChanged changed -> {
        Participant participant = room.findByNumber(changed.participant());
        if (participant != null) {
          participant.transport().onState(changed.state());
          measureJoin(participant, changed.state());
          LOG.debug("{} transport is {}", participant.id(), changed.state());
        }
      }
      case Event.TransportIdle idle -> {
        Participant participant = room.findByNumber(idle.participant());
        if (participant != null) {
          participant.transport().onIdle(idle.idle());
        }
      }
      case Event.LayersWanted wanted -> {
        Participant publisher = room.findByNumber(wanted.participant());
        if (publisher != null) {
          publisher.sink().onEvent(new ServerMessage.LayersWanted(wanted.mid(), wanted.rids()));
        }
      }
      case Event.SlotChanged changed -> {
        Participant participant = room.findByNumber(changed.participant());
        if (participant != null) {
          measurePause(changed);
          tellSlot(room, participant, changed);
        }
      }
    }
  }

  private void measureJoin(Participant participant, TransportState state) {
    if (state == TransportState.CONNECTED && participant.connectsFirst()) {
      joins.onConnected(Duration.ofMillis(clock.millis() - participant.profile().joinedAt()));
    }
  }

  private void measurePause(Event.SlotChanged changed) {
    if (changed.reason() == SlotReason.BANDWIDTH && changed.binding() == null) {
      quality.onPaused();
    }
  }

  private static void tellSlot(Room room, Participant participant, Event.SlotChanged changed) {
    Room.Publication shown = shown(room, changed.binding());
    if (changed.binding() != null && shown == null) {
      return; // The track has gone meanwhile; the slot's next event is on its way.
    }
    participant
        .sink()
        .onEvent(
            new ServerMessage.SlotChanged(
                changed.mid(),
                shown == null ? null : shown.track().id(),
                shown == null ? null : shown.publisher().id(),
                changed.reason().name().toLowerCase(Locale.ROOT)));
  }

  private static Room.@Nullable Publication shown(Room room, Event.@Nullable Binding binding) {
    if (binding == null) {
      return null;
    }
    Participant publisher = room.findByNumber(binding.participant());
    if (publisher == null) {
      return null;
    }
    PublishedTrack track = room.track(publisher, binding.track());
    return track == null ? null : new Room.Publication(publisher, track);
  }
}
