package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeakerDetectorTest {
  private static final long MS = 1_000_000;
  private static final int SILENCE = 127;
  private static final int SPEECH = 30;

  /** Nothing is sent at all. */
  private static final int NOTHING = -2;

  private final SpeakerDetector detector = new SpeakerDetector();
  private final RoomParts parts = new RoomParts();
  private final Track ada = microphone(1);
  private final Track ben = microphone(2);

  /** Who led, from when on. */
  private final List<List<Track>> changes = new ArrayList<>();

  private long nowMs = 10_000;

  /** How loud somebody is at a moment of a script, in -dBov. */
  @FunctionalInterface
  private interface Voice {
    int at(long ms);
  }

  private Track microphone(long participant) {
    Track track = parts.microphone(participant);
    detector.add(track);
    return track;
  }

  /** Lets both talk for a time; scripts begin at 0. */
  private void talk(long durationMs, Voice first, Voice second) {
    talk(durationMs, List.of(ada, ben), List.of(first, second));
  }

  private void talk(long durationMs, List<Track> tracks, List<Voice> voices) {
    for (long ms = 0; ms < durationMs; ms += 20) {
      nowMs += 20;
      for (int i = 0; i < tracks.size(); i++) {
        int level = voices.get(i).at(ms);
        if (level != NOTHING) {
          detector.onPacket(tracks.get(i), level, nowMs * MS);
        }
      }
      if (detector.nextDeadlineNs() <= nowMs * MS && detector.handleTimeout(nowMs * MS)) {
        changes.add(detector.speakers());
      }
    }
  }

  private static Voice always(int level) {
    return ms -> level;
  }

  /** Syllables of 180 ms, 60 ms apart; every 2 s a pause for breath. */
  private static Voice speech(int level, long breathMs) {
    return ms -> ms % 2_000 < breathMs || ms % 240 >= 180 ? 75 : level + (int) (ms / 240 % 3) * 2;
  }

  private Track leader() {
    return detector.speakers().getFirst();
  }

  @ParameterizedTest
  @ValueSource(ints = {15, 30, 45})
  void shouldFindASpeakerWithinASecond(int level) {
    talk(1_000, speech(level, 100), always(SILENCE));
    assertThat(detector.speakers()).containsExactly(ada);
  }

  @ParameterizedTest
  @ValueSource(ints = {25, 30, 35})
  void shouldFollowWhoSpeaksWithinASecond(int secondLevel) {
    talk(5_000, speech(SPEECH, 300), always(SILENCE));
    talk(1_000, always(SILENCE), speech(secondLevel, 0));
    assertThat(leader()).isEqualTo(ben);
    talk(1_000, always(SILENCE), speech(secondLevel, 0));
    assertThat(detector.speakers()).containsExactly(ben);
  }

  @Test
  void shouldStayWithASpeakerThroughPausesForBreath() {
    talk(1_000, speech(SPEECH, 0), always(80));
    changes.clear();
    talk(60_000, speech(SPEECH, 800), always(80));
    assertThat(changes).isEmpty();
    assertThat(detector.speakers()).containsExactly(ada);
  }

  @ParameterizedTest
  @ValueSource(ints = {127, 80, 60})
  void shouldNotBeMovedByCoughs(int backgroundNoise) {
    talk(1_000, speech(SPEECH, 0), always(backgroundNoise));
    changes.clear();
    talk(30_000, speech(SPEECH, 300), ms -> ms % 3_000 < 300 ? 10 : backgroundNoise);
    assertThat(changes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void shouldNotSwapTwoWhoAreAboutAsLoud(long seed) {
    Random random = new Random(seed);
    int[] lively = random.ints(3_000, -4, 5).toArray();
    Voice first = ms -> Math.clamp(speech(30, 400).at(ms) + lively[(int) ms / 20], 0, 127);
    Voice second =
        ms -> Math.clamp(speech(32, 500).at(ms + 900) + lively[2_999 - (int) ms / 20], 0, 127);
    talk(2_000, first, second);
    changes.clear();
    talk(58_000, first, second);
    assertThat(detector.speakers()).containsExactlyInAnyOrder(ada, ben);
    assertThat(changes).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void shouldTakeDiscontinuousTransmissionForSilence() {
    talk(2_000, always(SPEECH), always(NOTHING));
    assertThat(detector.speakers()).containsExactly(ada);
    // Opus sends something every 400 ms.
    talk(1_500, ms -> ms % 400 == 0 ? SILENCE : NOTHING, always(NOTHING));
    assertThat(detector.speakers()).isEmpty();
    talk(1_000, always(NOTHING), always(SPEECH));
    talk(1_500, always(NOTHING), always(NOTHING));
    assertThat(detector.speakers()).isEmpty();
    talk(3_000, always(NOTHING), always(NOTHING));
    assertThat(detector.nextDeadlineNs()).as("sleeps").isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldNotTakeLonelyLoudPacketsForSpeech() {
    talk(20_000, ms -> ms % 400 == 0 ? 20 : NOTHING, always(NOTHING));
    assertThat(changes).isEmpty();
  }

  @Test
  void shouldKnowWhoseClientsSendNoLevels() {
    talk(2_000, always(-1), always(SILENCE));
    assertThat(detector.speakers()).isEmpty();
    assertThat(ada.level().known()).isFalse();
    assertThat(ben.level().known()).isTrue();
    assertThat(ada.level().spokeNs()).isEqualTo(Long.MIN_VALUE);
  }

  @Test
  void shouldTakeTheMutedAndThoseWhoLeftOut() {
    talk(2_000, always(20), always(SPEECH));
    assertThat(detector.speakers()).containsExactly(ada, ben);
    ada.muted(true);
    talk(200, always(NOTHING), always(SPEECH));
    assertThat(detector.speakers()).containsExactly(ben);
    detector.remove(ben);
    talk(200, always(NOTHING), always(NOTHING));
    assertThat(detector.speakers()).isEmpty();
  }

  @Test
  void shouldPutTheLoudestOfManyFirstWithinASecond() {
    List<Track> tracks = new ArrayList<>();
    List<Voice> voices = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tracks.add(microphone(10 + i));
      voices.add(speech(25 + 2 * i, 200));
    }
    talk(3_000, tracks, voices);
    Track loud = tracks.getLast();
    voices.set(7, speech(8, 0));
    talk(1_000, tracks, voices);
    assertThat(leader()).isEqualTo(loud);
  }
}
