package io.weir.core.room;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the active speakers of a room from the audio levels that clients send (RFC 6464). Worker
 * thread only.
 *
 * <p>Somebody speaks once they have been heard for {@link #ONSET_NS}, or in several syllables for
 * {@link #SYLLABLES_NS}, a part of the pauses deducted, and until they have been under {@link
 * #OFF_LEVEL} for {@link #HOLD_NS}. How loud they are is the peak of their speech, which fades
 * slowly, and fast once they paused for {@link #PAUSE_NS}; a louder one goes before another speaker
 * only when {@link #MARGIN} louder. So a cough or a pause for breath moves nobody.
 */
final class SpeakerDetector {
  /** How often the ranking is looked at. */
  static final long INTERVAL_NS = 100_000_000;

  /** Loudness (127 - dBov) from which on somebody is heard: -50 dBov. */
  private static final double ON_LEVEL = 77;

  /** Loudness under which a speaker falls silent: -58 dBov. */
  private static final double OFF_LEVEL = 69;

  /** How long silence lasts before somebody no longer speaks. */
  private static final long HOLD_NS = 1_200_000_000;

  /** How long somebody must be heard before they speak; a cough is shorter. */
  private static final long ONSET_NS = 350_000_000;

  /** How long when they were heard more than once: a cough is one sound, words are several. */
  private static final long SYLLABLES_NS = 260_000_000;

  /** Silence after which what follows is another syllable. */
  private static final long GAP_NS = 40_000_000;

  /** Which part of a pause is deducted from what was heard before. */
  private static final int DEDUCTED = 5;

  /** What one packet can say about; the rest of a longer gap was silence. */
  private static final long MAX_PACKET_NS = 60_000_000;

  /** How much louder somebody must be to go before another, in dB. */
  private static final double MARGIN = 6;

  /** A pause for breath. */
  private static final long PAUSE_NS = 600_000_000;

  /** How fast the memory of somebody's loudness fades, in dB. */
  private static final double FADE_PER_SECOND = 3;

  /** How much faster it does after a pause. */
  private static final double PAUSE_FADE_PER_SECOND = 150;

  private static final double ATTACK_NS = 80e6;
  private static final double RELEASE_NS = 100e6;
  private static final double NANOS = 1e9;
  private static final int LOUDEST = 127;

  private final List<Track> tracks = new ArrayList<>();
  private final List<Track> speaking = new ArrayList<>();
  private final Comparator<Track> loudestFirst = Comparator.comparingDouble(this::rank).reversed();
  private List<Track> speakers = List.of();
  private long nextNs = Long.MAX_VALUE;

  void add(Track track) {
    tracks.add(track);
  }

  void remove(Track track) {
    tracks.remove(track);
  }

  /** Takes a packet's level; no allocation. */
  void onPacket(Track track, int audioLevel, long nowNs) {
    if (audioLevel < 0) {
      return;
    }
    Level level = track.level();
    double loudness = LOUDEST - (audioLevel & 0x7F);
    long elapsedNs = level.heard ? Math.max(nowNs - level.updatedNs, 0) : 0;
    double constant = loudness > level.smoothed ? ATTACK_NS : RELEASE_NS;
    level.peak = level.peakAt(nowNs);
    level.smoothed += (loudness - level.smoothed) * (1 - Math.exp(-elapsedNs / constant));
    level.peak = Math.max(level.peak, level.smoothed);
    level.updatedNs = nowNs;
    level.heard = true;
    long talkedNs = loudness >= ON_LEVEL ? Math.min(elapsedNs, MAX_PACKET_NS) : 0;
    long silentNs = elapsedNs - talkedNs;
    if (talkedNs > 0) {
      if (nowNs - level.voicedNs > GAP_NS) {
        level.syllables++;
      }
      level.voicedNs = nowNs;
    }
    level.talkNs = Math.clamp(level.talkNs - silentNs / DEDUCTED + talkedNs, 0, ONSET_NS);
    if (level.talkNs == 0) {
      level.syllables = 0;
    }
    if (level.smoothed >= (level.speaking ? OFF_LEVEL : ON_LEVEL)) {
      level.lastLoudNs = nowNs;
    }
    if (nextNs == Long.MAX_VALUE) {
      nextNs = nowNs + INTERVAL_NS;
    }
  }

  long nextDeadlineNs() {
    return nextNs;
  }

  /** Looks at the ranking; true when the speakers or their order changed. */
  boolean handleTimeout(long nowNs) {
    if (nextNs == Long.MAX_VALUE || nowNs - nextNs < 0) {
      return false;
    }
    boolean busy = false;
    speaking.clear();
    for (int i = 0; i < tracks.size(); i++) {
      Track track = tracks.get(i);
      Level level = track.level();
      fadeWhenUnheard(level, nowNs);
      boolean held = level.speaking && nowNs - level.lastLoudNs < HOLD_NS;
      boolean begins = level.talkNs >= (level.syllables > 1 ? SYLLABLES_NS : ONSET_NS);
      level.speaking = !track.muted() && (held || begins);
      level.ranked = level.peakAt(nowNs);
      busy |= level.heard;
      if (level.speaking) {
        level.spokeNs = nowNs;
        speaking.add(track);
      }
    }
    nextNs = busy ? nowNs + INTERVAL_NS : Long.MAX_VALUE;
    speaking.sort(loudestFirst);
    if (speaking.equals(speakers)) {
      return false;
    }
    speakers = List.copyOf(speaking);
    return true;
  }

  /** Those who speak, loudest first. */
  List<Track> speakers() {
    return speakers;
  }

  /** Loudness for ranking: who leads already has the margin on their side. */
  private double rank(Track track) {
    int place = speakers.indexOf(track);
    double advantage = place < 0 ? 0 : MARGIN * (speakers.size() - place);
    return track.level().ranked + advantage;
  }

  /** Discontinuous transmission sends few packets or none in silence. */
  private static void fadeWhenUnheard(Level level, long nowNs) {
    if (level.heard && nowNs - level.updatedNs > HOLD_NS) {
      level.smoothed = 0;
      level.peak = 0;
      level.talkNs = 0;
      level.syllables = 0;
      level.heard = false;
    }
  }

  /** What is known of one track's loudness. */
  static final class Level {
    private double smoothed;
    private double peak;
    private double ranked;
    private boolean heard;
    private boolean speaking;
    private long updatedNs;
    private long voicedNs;
    private long talkNs;
    private int syllables;
    private long lastLoudNs;
    private long spokeNs = Long.MIN_VALUE;

    private double peakAt(long nowNs) {
      long pausedNs = Math.max(nowNs - Math.max(updatedNs, voicedNs + PAUSE_NS), 0);
      double fade = FADE_PER_SECOND * (nowNs - updatedNs) + PAUSE_FADE_PER_SECOND * pausedNs;
      return Math.max(peak - fade / NANOS, 0);
    }

    /** Whether its client sends levels at all. */
    boolean known() {
      return updatedNs != 0;
    }

    /** When its participant last spoke; {@code Long.MIN_VALUE} for never. */
    long spokeNs() {
      return spokeNs;
    }
  }
}
