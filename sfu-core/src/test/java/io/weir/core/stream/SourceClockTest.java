package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SourceClockTest {
  private static final long MS = 1_000_000;
  private static final long NOW = 1_000_000 * MS;
  private static final long AUDIO_DELAY_NS = 20 * MS;
  private static final long VIDEO_DELAY_NS = 220 * MS;

  /** The sender's NTP clock has nothing to do with ours. */
  private static final long NTP_NS = 3_900_000_000_000_000_000L;

  private final SourceClock.Peer peer = new SourceClock.Peer();
  private final SourceClock audio = new SourceClock(48_000, peer);
  private final SourceClock video = new SourceClock(90_000, peer);

  private static long audioTimestamp(long ns) {
    return (0xFFFF_0000L + ns / MS * 48) & 0xFFFF_FFFFL;
  }

  private static long videoTimestamp(long ns) {
    return (123_456L + ns / MS * 90) & 0xFFFF_FFFFL;
  }

  private long audioAt(long ns) {
    return audio.captureNs(audioTimestamp(ns), NOW + ns + AUDIO_DELAY_NS);
  }

  private long videoAt(long ns) {
    return video.captureNs(videoTimestamp(ns), NOW + ns + VIDEO_DELAY_NS);
  }

  @Test
  void shouldStandInWithTheEarliestArrivalsBeforeTheFirstReport() {
    Random random = new Random(1);
    long captureNs = 0;
    for (long ns = 0; ns < 2_000 * MS; ns += 20 * MS) {
      long jitterNs = random.nextInt(50) * MS;
      captureNs = audio.captureNs(audioTimestamp(ns), NOW + ns + AUDIO_DELAY_NS + jitterNs);
      assertThat(captureNs).isLessThanOrEqualTo(NOW + ns + AUDIO_DELAY_NS + jitterNs);
    }
    assertThat(captureNs - (NOW + 1_980 * MS + AUDIO_DELAY_NS)).isBetween(0L, 3 * MS);
  }

  @Test
  void shouldAlignAudioAndVideoThatTookDifferentTimes() {
    for (long ns = 0; ns < 1_000 * MS; ns += 20 * MS) {
      assertThat(videoAt(ns) - audioAt(ns)).isEqualTo(VIDEO_DELAY_NS - AUDIO_DELAY_NS);
    }
    report(1_000 * MS, NTP_NS);
    for (long ns = 1_000 * MS; ns < 5_000 * MS; ns += 20 * MS) {
      assertThat(Math.abs(videoAt(ns) - audioAt(ns))).isLessThan(MS);
      assertThat(audioAt(ns)).isEqualTo(NOW + ns + AUDIO_DELAY_NS);
    }
  }

  private void report(long ns, long ntpNs) {
    audio.onSenderReport(ntpNs + ns, audioTimestamp(ns), NOW + ns + AUDIO_DELAY_NS);
    video.onSenderReport(ntpNs + ns, videoTimestamp(ns), NOW + ns + VIDEO_DELAY_NS);
  }

  @Test
  void shouldFollowASenderWhoseClocksDrift() {
    for (double rate : new double[] {0.9999, 1.0001}) {
      SourceClock.Peer drifting = new SourceClock.Peer();
      SourceClock clock = new SourceClock(48_000, drifting);
      for (long ns = 0; ns < 600_000 * MS; ns += 20 * MS) {
        long theirs = (long) (ns * rate);
        long arrivalNs = NOW + ns + AUDIO_DELAY_NS;
        if (ns % (5_000 * MS) == 0) {
          clock.onSenderReport(NTP_NS + theirs, audioTimestamp(theirs), arrivalNs);
        }
        long captureNs = clock.captureNs(audioTimestamp(theirs), arrivalNs);
        assertThat(arrivalNs - captureNs).isBetween(0L, 5 * MS);
      }
    }
  }

  @Test
  void shouldMeasureAnewWhenTheSourceJumps() {
    audioAt(0);
    report(0, NTP_NS);
    for (long jumpMs : new long[] {3_600_000, -3_600_000, 7_000, -7_000}) {
      long arrivalNs = NOW + 100_000 * MS;
      long captureNs = audio.captureNs(audioTimestamp((100_000 + jumpMs) * MS), arrivalNs);
      assertThat(captureNs).isEqualTo(arrivalNs);
      captureNs = audio.captureNs(audioTimestamp((100_020 + jumpMs) * MS), arrivalNs + 25 * MS);
      assertThat(captureNs - arrivalNs).isBetween(20 * MS - 1, 25 * MS);
    }
  }

  @Test
  void shouldBelieveASenderWhoseClockWasSetBack() {
    audioAt(0);
    videoAt(0);
    report(0, NTP_NS);
    long back = NTP_NS - 3_600_000 * MS;
    report(1_000 * MS, back);
    report(2_000 * MS, back);
    long ns = 2_100 * MS;
    assertThat(NOW + ns + AUDIO_DELAY_NS - audioAt(ns)).isBetween(0L, 5 * MS);
    assertThat(Math.abs(videoAt(ns) - audioAt(ns))).isLessThan(MS);
  }

  @Test
  void shouldTakeEveryTimestampAndReport() {
    Random random = new Random(2);
    long arrivalNs = NOW;
    for (int i = 0; i < 100_000; i++) {
      arrivalNs += random.nextInt(1 << i % 31);
      if (random.nextInt(5) == 0) {
        audio.onSenderReport(
            random.nextLong(4_294_967_296_000_000_000L),
            random.nextInt() & 0xFFFF_FFFFL,
            arrivalNs);
      }
      long captureNs = audio.captureNs(random.nextInt() & 0xFFFF_FFFFL, arrivalNs);
      assertThat(arrivalNs - captureNs).isBetween(0L, 5_000 * MS);
    }
  }
}
