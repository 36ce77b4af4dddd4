package io.weir.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.control.Command;
import io.weir.signaling.auth.Grants;
import io.weir.signaling.config.Limits;
import io.weir.signaling.message.LeaveReason;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.message.ServerMessage;
import io.weir.signaling.testing.RecordingMediaPlane;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What operators and moderators can do to rooms and to who is in them. */
class RoomControlTest {

  private static final RoomSettings ONLY_H264 =
      new RoomSettings(
          List.of("H264", "OPUS"), OptionalInt.of(8), OptionalInt.empty(), OptionalInt.empty());

  private final RecordingMediaPlane media = new RecordingMediaPlane(event -> {});
  private final RoomDirectory rooms =
      new RoomDirectory(media, InstantSource.system(), Limits.defaults());

  @Test
  void shouldTellARemovedParticipantThatTheRoomIsClosedToThem() {
    RecordingSink ada = new RecordingSink();
    RecordingSink bob = new RecordingSink();
    join("lab", ada);
    Participant removed = join("lab", bob);

    rooms.remove(removed, LeaveReason.REMOVED);

    assertThat(bob.last()).isEqualTo(new ServerMessage.RoomClosed("removed"));
    assertThat(bob.removed).isEqualTo(LeaveReason.REMOVED);
    assertThat(ada.last())
        .isEqualTo(new ServerMessage.ParticipantLeft(removed.id(), LeaveReason.REMOVED));
    assertThat(ada.removed).isNull();
  }

  @Test
  void shouldCloseARoomForEverybodyWithoutNewsOfEachOther() {
    RecordingSink ada = new RecordingSink();
    RecordingSink bob = new RecordingSink();
    Participant first = join("lab", ada);
    Participant second = join("lab", bob);

    rooms.closeRoom(first.room(), "over");

    assertThat(rooms.find("lab")).isNull();
    assertThat(ada.last()).isEqualTo(new ServerMessage.RoomClosed("over"));
    assertThat(bob.last()).isEqualTo(new ServerMessage.RoomClosed("over"));
    assertThat(ada.removed).isEqualTo(LeaveReason.ROOM_CLOSED);
    assertThat(media.commands(Command.RemoveParticipant.class))
        .extracting(Command.RemoveParticipant::participant)
        .containsExactly(first.number(), second.number());
  }

  @Test
  void shouldRefuseToMuteATrackThatIsNotThere() {
    Participant ada = join("lab", new RecordingSink());
    assertThatThrownBy(() -> rooms.mute(ada, "t7"))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("t7");
  }

  @Test
  void shouldKeepSettingsOfARoomThatNobodyIsIn() throws RequestException {
    rooms.setSettings("lab", ONLY_H264);
    Participant ada = join("lab", new RecordingSink());
    assertThat(ada.room().settings()).isEqualTo(ONLY_H264);

    rooms.leave(ada, LeaveReason.LEFT);
    assertThat(join("lab", new RecordingSink()).room().settings()).isEqualTo(ONLY_H264);
    assertThat(join("other", new RecordingSink()).room().settings()).isEqualTo(RoomSettings.NONE);
  }

  @Test
  void shouldChangeTheSettingsOfARoomInUse() throws RequestException {
    Room room = join("lab", new RecordingSink()).room();
    rooms.setSettings("lab", ONLY_H264);
    assertThat(room.settings().codecsOr(List.of("VP8"))).containsExactly("H264", "OPUS");

    rooms.setSettings("lab", RoomSettings.NONE);
    assertThat(room.settings().codecsOr(List.of("VP8"))).containsExactly("VP8");
    assertThat(rooms.allSettings()).isEmpty();
  }

  @Test
  void shouldHoldSettingsOfALimitedNumberOfRooms() throws RequestException {
    for (int i = 0; i < RoomSettingsStore.MAX_ROOMS; i++) {
      rooms.setSettings("room-" + i, ONLY_H264);
    }
    assertThatThrownBy(() -> rooms.setSettings("one-more", ONLY_H264))
        .isInstanceOf(RequestException.class);
    rooms.setSettings("room-0", RoomSettings.NONE);
    rooms.setSettings("one-more", ONLY_H264);
    assertThat(rooms.settings("one-more")).isEqualTo(ONLY_H264);
  }

  private Participant join(String room, ParticipantSink sink) {
    try {
      return rooms.join(
          room,
          Grants.open(true),
          new RoomDirectory.Newcomer("Somebody", null, null, Participant.Role.MEMBER),
          sink);
    } catch (RequestException full) {
      throw new AssertionError(full);
    }
  }

  /** Writes down what a participant is told. */
  private static final class RecordingSink implements ParticipantSink {
    private final List<ServerMessage.Event> events = new ArrayList<>();
    private @Nullable LeaveReason removed;

    private ServerMessage.Event last() {
      return events.getLast();
    }

    @Override
    public void onEvent(ServerMessage.Event event) {
      events.add(event);
    }

    @Override
    public void onRemoved(LeaveReason reason) {
      removed = reason;
    }

    @Override
    public boolean isHeard(long nowNs) {
      return true;
    }

    @Override
    public boolean isGivenUp(long nowNs) {
      return false;
    }

    @Override
    public void onServerClosing() {}
  }
}
