package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole conversations from a seed: turns, breath, coughs, noise; who leads follows who talks. */
class ConversationTest {
  private static final long MS = 1_000_000;
  private static final int PACKET_MS = 20;
  private static final int TURNS = 40;
  private static final int PEOPLE = 5;

  private final SpeakerDetector detector = new SpeakerDetector();
  private final RoomParts parts = new RoomParts();
  private final List<Track> tracks = new ArrayList<>();
  private final List<Voice> voices = new ArrayList<>();

  /** How loud each 20 ms of somebody's conversation are, in -dBov. */
  private static final class Voice {
    private final Random random;
    private final int noise;
    private final List<Integer> levels = new ArrayList<>();

    Voice(Random random) {
      this.random = random;
      this.noise = 68 + random.nextInt(60);
    }

    /** Background until a moment, with a cough now and then. */
    void listenUntil(long endMs) {
      while (nowMs() < endMs) {
        add(noise, 4_000 + random.nextInt(12_000), endMs);
        add(10, 200 + random.nextInt(100), endMs); // a cough
      }
    }

    /** Syllables and pauses between them; breath every few seconds, the first soon. */
    void talkUntil(long endMs) {
      int loudness = 18 + random.nextInt(25);
      long breathMs = nowMs() + 300 + random.nextInt(3_000);
      while (nowMs() < endMs) {
        add(loudness + random.nextInt(8), 100 + random.nextInt(160));
        add(noise, 40 + random.nextInt(60));
        if (nowMs() > breathMs) {
          add(noise, 250 + random.nextInt(250));
          breathMs = nowMs() + 1_500 + random.nextInt(3_000);
        }
      }
    }

    private void add(int level, int forMs, long endMs) {
      add(level, Math.clamp(endMs - nowMs(), PACKET_MS, forMs));
    }

    private void add(int level, int forMs) {
      for (int i = 0; i < Math.max(1, forMs / PACKET_MS); i++) {
        levels.add(Math.min(level, 127));
      }
    }

    long nowMs() {
      return (long) levels.size() * PACKET_MS;
    }

    int at(long ms) {
      int index = (int) (ms / PACKET_MS);
      return index < levels.size() ? levels.get(index) : 127;
    }
  }

  /** Somebody's turn: whose, from their first word on, undisturbed from a moment on. */
  private record Turn(int who, long firstWordMs, long aloneMs, long endMs) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void shouldFollowEveryTurnWithinASecondAndNotFlap(long seed) {
    List<Turn> turns = converse(new Random(seed));
    List<Long> changesMs = new ArrayList<>();
    List<Track> leaders = new ArrayList<>();
    long endMs = turns.getLast().endMs();
    for (long ms = 0; ms < endMs; ms += PACKET_MS) {
      long nowNs = (10_000 + ms) * MS;
      for (int i = 0; i < PEOPLE; i++) {
        detector.onPacket(tracks.get(i), voices.get(i).at(ms), nowNs);
      }
      if (detector.nextDeadlineNs() <= nowNs
          && detector.handleTimeout(nowNs)
          && !detector.speakers().isEmpty()) {
        Track leader = detector.speakers().getFirst();
        if (leaders.isEmpty() || leaders.getLast() != leader) {
          leaders.add(leader);
          changesMs.add(ms);
        }
      }
    }

    for (Turn turn : turns) {
      assertThat(leaderAt(leaders, changesMs, turn.aloneMs() + 1_000))
          .as("who leads a second into %s; changes %s", turn, changesMs)
          .isSameAs(tracks.get(turn.who()));
    }
    assertThat(leaders).as("one change of leader per turn").hasSizeLessThanOrEqualTo(TURNS);
  }

  private List<Turn> converse(Random random) {
    for (int i = 0; i < PEOPLE; i++) {
      Track track = parts.microphone(i + 1);
      detector.add(track);
      tracks.add(track);
      voices.add(new Voice(new Random(random.nextLong())));
    }
    List<Turn> turns = new ArrayList<>();
    long freeMs = 1_000;
    int last = -1;
    for (int i = 0; i < TURNS; i++) {
      int who = random.nextInt(PEOPLE);
      if (who == last) {
        who = (who + 1) % PEOPLE;
      }
      // Some begin before the other one ends, some after a while; somebody else's turn comes next.
      long beginMs = Math.max(freeMs - 500 + random.nextInt(2_000), voices.get(who).nowMs());
      Voice voice = voices.get(who);
      voice.listenUntil(beginMs);
      long firstWordMs = voice.nowMs();
      voice.talkUntil(firstWordMs + 3_000 + random.nextInt(9_000));
      turns.add(new Turn(who, firstWordMs, Math.max(firstWordMs, freeMs), voice.nowMs()));
      freeMs = voice.nowMs();
      last = who;
    }
    voices.forEach(voice -> voice.listenUntil(turns.getLast().endMs()));
    return turns;
  }

  private static Track leaderAt(List<Track> leaders, List<Long> changesMs, long ms) {
    Track leader = leaders.getFirst();
    for (int i = 0; i < leaders.size() && changesMs.get(i) <= ms; i++) {
      leader = leaders.get(i);
    }
    return leader;
  }
}
