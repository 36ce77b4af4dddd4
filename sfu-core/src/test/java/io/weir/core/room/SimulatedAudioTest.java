package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.Command;
import io.weir.core.control.Event;
import io.weir.core.control.SlotView.Target;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.SimulatedAudio;
import io.weir.core.testkit.SimulatedAudioSlot;
import io.weir.core.testkit.SimulatedCall;
import io.weir.core.testkit.SimulatedClient;
import io.weir.core.testkit.SimulatedMedia;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongToIntFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedAudioTest {
  private static final long MS = 1_000_000;
  private static final Conditions JITTERY = new Conditions(0.01, 0.01, 30 * MS, 20 * MS);
  private static final long LIP_SYNC_NS = 15 * MS;

  /** What everybody's script reads; -1 means discontinuous transmission. */
  private final int[] levels = new int[8];

  /** Syllables around the level that {@link #levels} says, with pauses for breath. */
  private LongToIntFunction voice(int index) {
    return ns -> {
      long ms = ns / MS + 531L * index;
      if (levels[index] == SimulatedAudio.NOTHING) {
        return SimulatedAudio.NOTHING;
      }
      return ms % 2_500 < 300 || ms % 240 >= 180 ? 80 : levels[index] + (int) (ms / 240 % 3) * 2;
    };
  }

  private static List<Integer> heardNow(SimulatedCall call, SimulatedClient listener, int slots) {
    List<Integer> heard = new ArrayList<>();
    for (int i = 0; i < slots; i++) {
      SimulatedAudioSlot slot = listener.audioSlot(i);
      if (call.nowNs() - slot.lastPacketNs() < 200 * MS) {
        heard.add(slot.publisher());
      }
    }
    return heard;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "3, 2"})
  void shouldHearTheLoudestWithinASecondWithoutFlapping(long seed, int workers) {
    SimulatedCall call = new SimulatedCall(seed, workers);
    for (int i = 0; i < 5; i++) {
      levels[i] = i < 3 ? 25 : 60;
      call.join(i % workers, new SimulatedMedia(false, 0, voice(i), 0), JITTERY);
    }
    SimulatedClient listener =
        call.join(workers - 1, new SimulatedMedia(false, 0, null, 3), JITTERY);
    call.run(4_000);
    assertThat(heardNow(call, listener, 3)).containsExactlyInAnyOrder(1, 2, 3);
    int switches = switches(listener);
    call.run(30_000);
    assertThat(heardNow(call, listener, 3)).containsExactlyInAnyOrder(1, 2, 3);
    assertThat(switches(listener)).as("nobody's pauses move anybody").isEqualTo(switches);

    levels[3] = 12;
    call.run(1_000);
    assertThat(heardNow(call, listener, 3)).contains(4);
    call.run(700); // The fifth draws breath.
    levels[4] = 12;
    call.run(1_000);
    assertThat(heardNow(call, listener, 3)).contains(4, 5);
    assertThat(switches(listener) - switches).isLessThanOrEqualTo(4);
    for (int i = 0; i < 3; i++) {
      assertThat(listener.audioSlot(i).timestampsWentBack()).isFalse();
    }
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  private static int switches(SimulatedClient listener) {
    int switches = 0;
    for (int i = 0; i < 3; i++) {
      switches += listener.audioSlot(i).heard().size();
    }
    return switches;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldLetEverybodyBeHeardWhenSlotsSuffice(int workers) {
    SimulatedCall call = new SimulatedCall(4, workers);
    for (int i = 0; i < 3; i++) {
      levels[i] = 20 + 40 * i;
      call.join(i % workers, new SimulatedMedia(false, 0, voice(i), 3), Conditions.GOOD);
    }
    SimulatedClient listener = call.join(0, new SimulatedMedia(false, 0, null, 3), Conditions.GOOD);
    call.run(3_000);
    assertThat(heardNow(call, listener, 3)).containsExactlyInAnyOrder(1, 2, 3);
    for (int i = 0; i < 3; i++) {
      assertThat(listener.audioSlot(i).holes()).isZero();
    }
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldTellWhoSpeaks(int workers) {
    SimulatedCall call = new SimulatedCall(5, workers);
    levels[0] = 25;
    levels[1] = SimulatedAudio.NOTHING;
    call.join(0, new SimulatedMedia(false, 0, voice(0), 1), Conditions.GOOD);
    call.join(workers - 1, new SimulatedMedia(false, 0, voice(1), 1), Conditions.GOOD);
    call.run(10_000);
    assertThat(activeSpeakers(call)).containsExactly(List.of(1L));
    levels[0] = SimulatedAudio.NOTHING;
    levels[1] = 25;
    call.run(1_000);
    assertThat(activeSpeakers(call).getLast().getFirst()).isEqualTo(2L);
    levels[1] = SimulatedAudio.NOTHING;
    call.run(3_000);
    assertThat(activeSpeakers(call).getLast()).isEmpty();
  }

  private static List<List<Long>> activeSpeakers(SimulatedCall call) {
    return call.events().stream()
        .map(event -> event instanceof Event.ActiveSpeakers speakers ? speakers : null)
        .filter(Objects::nonNull)
        .map(Event.ActiveSpeakers::participants)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldLeaveNoHoleWhereSomebodyWasMuted(int workers) {
    SimulatedCall call = new SimulatedCall(6, workers);
    levels[0] = 25;
    SimulatedClient talker =
        call.join(0, new SimulatedMedia(false, 0, voice(0), 0), Conditions.GOOD);
    SimulatedClient listener =
        call.join(workers - 1, new SimulatedMedia(false, 0, null, 1), Conditions.GOOD);
    call.run(2_000);
    mute(call, talker, true);
    call.run(3_000);
    assertThat(heardNow(call, listener, 1)).isEmpty();
    mute(call, talker, false);
    call.run(1_000);
    assertThat(heardNow(call, listener, 1)).containsExactly(talker.id());
    assertThat(listener.audioSlot(0).holes()).isZero();
    assertThat(listener.audioSlot(0).timestampsWentBack()).isFalse();
  }

  private static void mute(SimulatedCall call, SimulatedClient talker, boolean muted) {
    call.submit(new Command.MuteTrack(SimulatedCall.ROOM, talker.id(), talker.audioTrack(), muted));
    call.run(10);
  }

  @ParameterizedTest
  @CsvSource({"0, 1, false", "40, 1, false", "180, 1, false", "180, 2, false", "60, 1, true"})
  void shouldKeepSoundAndPictureTogetherAlsoAfterRebinding(
      long videoDelayMs, int workers, boolean jittery) {
    SimulatedCall call = new SimulatedCall(7, workers);
    Conditions conditions = jittery ? JITTERY : Conditions.GOOD;
    List<SimulatedClient> publishers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      levels[i] = 25;
      SimulatedClient publisher =
          call.join(i % workers, new SimulatedMedia(true, 0, voice(i), 0), conditions);
      publisher.delayVideo(videoDelayMs * (i + 1) / 3 * MS);
      publishers.add(publisher);
    }
    SimulatedClient viewer = call.join(0, new SimulatedMedia(false, 1, null, 3), conditions);
    // Audio that is out by less is left alone, because a decoder conceals every correction.
    long toleranceNs = jittery ? 40 * MS : LIP_SYNC_NS;
    for (int round = 0; round < 6; round++) {
      SimulatedClient publisher = publishers.get(round % 3);
      call.view(viewer, 0, new Target.Track(publisher.id()));
      // The line is reached by slewing a sixteenth: 180 ms take three seconds.
      call.run(8_000);
      assertThat(viewer.slot(0).publisher()).isEqualTo(publisher.id());
      assertThat(viewer.audioSlot(0).publisher()).as("paired").isEqualTo(publisher.id());
      assertThat(viewer.soundBehindPictureNs(0, 0, publisher))
          .as("round " + round)
          .isBetween(-toleranceNs, toleranceNs);
    }
    assertThat(viewer.slot(0).timestampsWentBack()).isFalse();
    assertThat(viewer.audioSlot(0).timestampsWentBack()).isFalse();
    assertThat(call.end()).as("pool is full again").isTrue();
  }
}
