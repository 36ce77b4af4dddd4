package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.MediaKind;
import io.weir.core.control.SlotReason;
import io.weir.core.control.SlotView.Target;
import io.weir.core.control.TrackSource;
import io.weir.core.testkit.TransportFixture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlotAssignerTest {
  private static final long MS = 1_000_000;
  private static final long VIEWER = 99;

  private final RoomParts parts = new RoomParts();
  private final List<Slot> slots = new ArrayList<>();
  private List<Track> speakers = List.of();
  private long nowNs;

  private Slot slot(MediaKind kind, int index) {
    Slot slot = parts.slot(kind, index);
    slots.add(slot);
    return slot;
  }

  private List<Slot> slots(MediaKind kind, int count) {
    List<Slot> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(slot(kind, i));
    }
    return made;
  }

  private Map<Slot, SlotAssigner.Choice> plan() {
    return SlotAssigner.assign(
        VIEWER,
        slots,
        parts.tracks,
        new Ranking(parts.tracks.values(), speakers),
        SlotReason.UNPUBLISHED);
  }

  /** Makes the plan come true; returns what each slot then shows. */
  private Map<Slot, @Nullable Track> assign() {
    Map<Slot, @Nullable Track> shown = new LinkedHashMap<>();
    plan().forEach((slot, choice) -> slot.show(choice.track(), 0));
    slots.forEach(slot -> shown.put(slot, slot.track()));
    return shown;
  }

  private List<@Nullable Track> shown(List<Slot> of) {
    assign();
    List<@Nullable Track> tracks = new ArrayList<>();
    of.forEach(slot -> tracks.add(slot.track()));
    return tracks;
  }

  private void speak(Track... loudestFirst) {
    SpeakerDetector detector = new SpeakerDetector();
    for (Track track : loudestFirst) {
      detector.add(track);
    }
    for (int packet = 0; packet < 250; packet++) {
      nowNs += 20 * MS;
      for (int i = 0; i < loudestFirst.length; i++) {
        detector.onPacket(loudestFirst[i], 20 + 8 * i, nowNs);
      }
      detector.handleTimeout(nowNs);
    }
    speakers = detector.speakers();
    assertThat(speakers).containsExactly(loudestFirst);
  }

  @Test
  void shouldShowScreensThenSpeakersThenTheOrderOfJoining() {
    List<Slot> video = slots(MediaKind.VIDEO, 4);
    Track first = parts.camera(1);
    Track second = parts.camera(2);
    Track third = parts.camera(3);
    Track screen = parts.screen(1);
    Track voice = parts.microphone(3);
    parts.camera(4);
    speak(voice);
    assertThat(shown(video)).containsExactly(screen, third, first, second);
  }

  @Test
  void shouldNeverShowAnybodyTheirOwnTracks() {
    List<Slot> video = slots(MediaKind.VIDEO, 2);
    List<Slot> audio = slots(MediaKind.AUDIO, 1);
    Track own = parts.camera(VIEWER);
    parts.microphone(VIEWER);
    assertThat(shown(video)).containsExactly(null, null);
    assertThat(shown(audio)).containsOnlyNulls();
    video.getFirst().target(new Target.Track(own.handle().number()));
    assertThat(shown(video)).containsExactly(null, null);
  }

  @Test
  void shouldKeepTilesInTheirPlacesWhenSpeakersChange() {
    List<Slot> video = slots(MediaKind.VIDEO, 2);
    Track first = parts.camera(1);
    Track second = parts.camera(2);
    Track third = parts.camera(3);
    Track voice = parts.microphone(2);
    Track other = parts.microphone(3);
    assertThat(shown(video)).containsExactly(first, second);
    speak(voice);
    assertThat(shown(video)).as("both are still among the best").containsExactly(first, second);
    speak(other, voice);
    assertThat(shown(video)).as("only the first makes room").containsExactly(third, second);
  }

  @Test
  void shouldGrantWishesAndFillTheOtherSlotsWithTheRest() {
    List<Slot> video = slots(MediaKind.VIDEO, 3);
    Track first = parts.camera(1);
    Track second = parts.camera(2);
    Track third = parts.camera(3);
    assertThat(shown(video)).containsExactly(first, second, third);
    video.getFirst().target(new Target.Track(third.handle().number()));
    assertThat(shown(video)).containsExactly(third, second, first);
    video.get(1).target(new Target.Empty());
    assertThat(shown(video)).containsExactly(third, null, first);
    video.getFirst().target(new Target.Automatic());
    video.get(1).target(new Target.Automatic());
    assertThat(shown(video)).containsExactly(third, second, first);
  }

  @Test
  void shouldEmptyASlotWhoseTrackEnded() {
    Slot slot = slot(MediaKind.VIDEO, 0);
    Track track = parts.camera(1);
    slot.target(new Target.Track(track.handle().number()));
    assign();
    parts.tracks.clear();
    assertThat(plan().get(slot)).isEqualTo(new SlotAssigner.Choice(null, SlotReason.UNPUBLISHED));
  }

  @Test
  void shouldSayCodecWhenTheSubscriberCannotDecodeItsWish() {
    Slot slot = slot(MediaKind.VIDEO, 0);
    Slot other = slot(MediaKind.VIDEO, 1);
    Track track = parts.track(1, TrackSource.CAMERA, RoomParts.foreignVideo("v", 1));
    slot.target(new Target.Track(track.handle().number()));
    assertThat(plan().get(slot)).isEqualTo(new SlotAssigner.Choice(null, SlotReason.CODEC));
    assertThat(slot.isNews(SlotReason.CODEC)).isTrue();
    assertThat(slot.isNews(SlotReason.CODEC)).as("told once per wish").isFalse();
    assertThat(plan().get(other))
        .as("an automatic slot that can show nobody says why")
        .isEqualTo(new SlotAssigner.Choice(null, SlotReason.CODEC));
    Track decodable = parts.camera(2);
    assertThat(shown(List.of(slot, other))).containsExactly(null, decodable);
  }

  @Test
  void shouldPutWhoIsSeenIntoTheAudioSlotBesideThem() {
    List<Slot> audio = slots(MediaKind.AUDIO, 3);
    List<Slot> video = slots(MediaKind.VIDEO, 3);
    Track third = parts.microphone(3);
    Track second = parts.microphone(2);
    Track first = parts.microphone(1);
    Track unseen = parts.microphone(4);
    Track one = parts.camera(1);
    Track two = parts.camera(2);
    video.getFirst().target(new Target.Track(two.handle().number()));
    video.get(1).target(new Target.Empty());
    video.get(2).target(new Target.Track(one.handle().number()));
    assertThat(shown(audio)).containsExactly(second, third, first);
    speak(unseen, third);
    assertThat(shown(audio)).as("who is not seen fills the rest").contains(unseen, third);
    video.get(1).target(new Target.Track(one.handle().number()));
    video.get(2).target(new Target.Empty());
    speak(first, second);
    shown(audio);
    assertThat(audio.getFirst().track()).isEqualTo(second);
    assertThat(audio.get(1).track()).isEqualTo(first);
  }

  @Test
  void shouldNotMoveAudioThatIsBesideItsVideo() {
    List<Slot> audio = slots(MediaKind.AUDIO, 2);
    slots(MediaKind.VIDEO, 2);
    parts.camera(1);
    parts.screen(1);
    parts.microphone(1);
    parts.track(1, TrackSource.SCREEN_AUDIO, TransportFixture.audio("b", 5));
    List<@Nullable Track> before = shown(audio);
    for (int i = 0; i < 5; i++) {
      assertThat(shown(audio)).isEqualTo(before);
    }
  }

  @Test
  void shouldLetEverybodyBeHeardWhenSlotsSuffice() {
    List<Slot> audio = slots(MediaKind.AUDIO, 4);
    Track loud = parts.microphone(1);
    Track quiet = parts.microphone(2);
    Track withoutLevel = parts.microphone(3);
    speak(loud);
    assertThat(shown(audio)).containsExactlyInAnyOrder(loud, quiet, withoutLevel, null);
  }

  @Test
  void shouldRankThoseWithoutLevelsLast() {
    List<Slot> audio = slots(MediaKind.AUDIO, 2);
    Track withoutLevel = parts.microphone(1);
    Track silent = parts.microphone(2);
    Track loud = parts.microphone(3);
    assertThat(shown(audio)).containsExactly(withoutLevel, silent);
    new SpeakerDetector().onPacket(silent, 127, 5 * MS);
    speak(loud);
    assertThat(shown(audio)).containsExactlyInAnyOrder(silent, loud);
  }

  @Test
  void shouldLetWhoSpokeLastStayWhenNobodySpeaks() {
    List<Slot> audio = slots(MediaKind.AUDIO, 1);
    parts.microphone(1);
    Track voice = parts.microphone(2);
    speak(voice);
    speakers = List.of();
    assertThat(shown(audio)).containsExactly(voice);
  }
}
