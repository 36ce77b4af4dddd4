package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimestampRewriterTest {
  private static final long MS = 1_000_000;
  private static final long NOW = 5_000_000_000_000L;
  private static final int VIDEO_RATE = 90_000;
  private static final int FRAME = 3_000;
  private static final long FRAME_NS = 33_333_333;
  private static final int AUDIO_RATE = 48_000;
  private static final int AUDIO_STEP = 960;
  private static final int LINE_START = 1_000_000;

  private final TimestampRewriter video = new TimestampRewriter(VIDEO_RATE, false, LINE_START, NOW);
  private final TimestampRewriter audio = new TimestampRewriter(AUDIO_RATE, true, LINE_START, NOW);

  @Test
  void shouldPutEverySourceOnTheOneLine() {
    long captureNs = NOW;
    for (int source = 0; source < 5; source++) {
      int timestamp = source * 0x3456_789A;
      for (int frame = 0; frame < 100; frame++) {
        int sent = video.rewrite(timestamp, captureNs);
        assertThat(sent - video.lineAt(captureNs)).isBetween(-2, 2);
        timestamp += FRAME;
        captureNs += FRAME_NS;
      }
      video.rebind();
    }
  }

  @Test
  void shouldNeverGoBackWhenTheNextSourceLagsAndThenSlewToTheLine() {
    long captureNs = NOW + 10_000 * MS;
    int before = video.rewrite(77, captureNs);
    video.rebind();
    captureNs -= 500 * MS;
    int timestamp = -5_000;
    int sent = video.rewrite(timestamp, captureNs);
    assertThat(sent - before).isEqualTo(VIDEO_RATE / 1000);
    for (int frame = 0; frame < 300; frame++) {
      before = sent;
      timestamp += FRAME;
      captureNs += FRAME_NS;
      sent = video.rewrite(timestamp, captureNs);
      assertThat(sent - before).isBetween(FRAME - FRAME / 16 - 1, FRAME);
    }
    assertThat(sent - video.lineAt(captureNs)).isBetween(-2, 2);
  }

  @Test
  void shouldSlewVideoByASixteenthOfTheElapsedTimeAtMost() {
    long captureNs = NOW;
    int timestamp = 0;
    int sent = video.rewrite(timestamp, captureNs);
    captureNs += 200 * MS; // The estimate of the source's clock improved.
    int slewed = 0;
    for (int frame = 0; frame < 120; frame++) {
      int before = sent;
      timestamp += FRAME;
      captureNs += FRAME_NS;
      sent = video.rewrite(timestamp, captureNs);
      assertThat(sent - before).isBetween(FRAME - FRAME / 16, FRAME + FRAME / 16 + 1);
      slewed += sent - before == FRAME ? 0 : 1;
    }
    assertThat(slewed).as("frames that it took").isGreaterThan(90);
    assertThat(sent - video.lineAt(captureNs)).isBetween(-2, 2);
  }

  @Test
  void shouldLeaveAudioAloneWithinItsToleranceAndCorrectItOnceBeyond() {
    audio.rewrite(0, NOW);
    assertThat(audioCorrections(1, 100, 30)).isEmpty();
    assertThat(audioCorrections(100, 300, 50)).containsExactly(50 * AUDIO_RATE / 1000);
    assertThat(audioCorrections(300, 400, 15)).isEmpty();
  }

  /** By how many ticks the slot's steps differ from the source's, where they do. */
  private List<Integer> audioCorrections(int from, int to, int errorMs) {
    List<Integer> corrections = new ArrayList<>();
    int before = audio.rewrite((from - 1) * AUDIO_STEP, NOW);
    for (int packet = from; packet < to; packet++) {
      int sent = audio.rewrite(packet * AUDIO_STEP, NOW + (20L * packet + errorMs) * MS);
      if (sent - before != AUDIO_STEP) {
        corrections.add(sent - before - AUDIO_STEP);
      }
      before = sent;
    }
    return corrections;
  }

  @Test
  void shouldGiveLatePacketsOfAFrameItsTimestamp() {
    int[] sent = new int[20];
    for (int frame = 0; frame < sent.length; frame++) {
      // The line runs away a little, so that each frame is slewed.
      sent[frame] = video.rewrite(frame * FRAME, NOW + frame * (FRAME_NS + MS));
    }
    for (int frame = 0; frame < sent.length; frame++) {
      assertThat(video.rewrite(frame * FRAME, NOW)).isEqualTo(sent[frame]);
    }
  }

  @Test
  void shouldGiveAllPacketsOfALateFrameOneTimestamp() {
    video.rewrite(0, NOW);
    video.rewrite(2 * FRAME, NOW + 2 * FRAME_NS);
    int late = video.rewrite(FRAME, NOW + FRAME_NS);
    video.rewrite(3 * FRAME, NOW + 3 * FRAME_NS + 100 * MS);
    assertThat(video.rewrite(FRAME, NOW + FRAME_NS)).isEqualTo(late);
  }

  @Test
  void shouldWrapAround() {
    TimestampRewriter rewriter = new TimestampRewriter(VIDEO_RATE, false, -FRAME * 5 / 2, NOW);
    int before = rewriter.rewrite(-FRAME, NOW);
    for (int frame = 1; frame < 10; frame++) {
      int sent = rewriter.rewrite(-FRAME + frame * FRAME, NOW + frame * FRAME_NS);
      assertThat(sent - before).isBetween(FRAME - 2, FRAME + 2);
      before = sent;
    }
  }

  @Test
  void shouldGoOnAlongTheLineWhenTheSourceJumps() {
    long captureNs = NOW;
    int before = video.rewrite(0, captureNs);
    for (int jump : new int[] {3600 * VIDEO_RATE, -3600 * VIDEO_RATE, 0x4000_0000, 12345}) {
      for (int frame = 0; frame < 5; frame++) {
        captureNs += FRAME_NS;
        int sent = video.rewrite(jump + frame * FRAME, captureNs);
        assertThat(sent - before).isBetween(FRAME - 2, FRAME + 2);
        before = sent;
      }
    }
  }

  @Test
  void shouldNotRepeatItselfWhenASourceGoesBackToTimestampsOfEarlier() {
    int before = video.rewrite(-1, NOW);
    for (int round = 1; round < 4; round++) {
      for (int frame = 0; frame < 20; frame++) {
        long captureNs = NOW + (round * 1000 + frame * 33) * MS;
        // Each round ends where nothing but a jump leads back to the next one's first frame.
        int timestamp = frame == 19 ? 60 * VIDEO_RATE : frame * FRAME;
        int sent = video.rewrite(timestamp, captureNs);
        assertThat(sent - before).isPositive();
        before = sent;
      }
    }
  }

  @Test
  void shouldTakeEveryStepOfTheSource() {
    Random random = new Random(3);
    for (TimestampRewriter rewriter : new TimestampRewriter[] {video, audio}) {
      int timestamp = 0;
      for (int i = 0; i < 100_000; i++) {
        int sign = random.nextBoolean() ? 1 : -1;
        timestamp +=
            random.nextInt(4) == 0 ? Integer.MIN_VALUE : sign * (random.nextInt() >>> i % 32);
        rewriter.rewrite(timestamp, NOW + random.nextInt());
      }
    }
  }

  @Test
  void shouldFindTheLineAgainAfterAPauseOfHours() {
    video.rewrite(0, NOW);
    video.rebind();
    long captureNs = NOW + 8 * 3600 * 1000 * MS; // More than 2^31 ticks.
    assertThat(video.rewrite(500, captureNs)).isEqualTo(video.lineAt(captureNs));
  }

  @Test
  void shouldBendTheLineWhereTheClockRateChanges() {
    long captureNs = NOW;
    int sent = 0;
    for (int packet = 0; packet < 50; packet++, captureNs += 20 * MS) {
      sent = audio.rewrite(packet * AUDIO_STEP, captureNs);
    }
    for (int rate : new int[] {8_000, AUDIO_RATE, 8_000}) {
      audio.clockRate(rate);
      int step = rate / 50;
      int timestamp = -7_777;
      for (int packet = 0; packet < 50; packet++, captureNs += 20 * MS) {
        int next = audio.rewrite(timestamp, captureNs);
        assertThat(next - sent).isEqualTo(step);
        assertThat(next - audio.lineAt(captureNs)).isBetween(-2, 2);
        sent = next;
        timestamp += step;
      }
    }
  }

  @Test
  void shouldLeavePausesOfDiscontinuousTransmissionAsLongAsTheyAre() {
    // Opus with DTX: a packet every 400 ms, numbers without a gap (RFC 7587 §3.1.3).
    long captureNs = NOW;
    int sent = audio.rewrite(0, captureNs);
    for (int pause = 1; pause < 100; pause++) {
      captureNs += 400 * MS;
      int next = audio.rewrite(pause * 20 * AUDIO_STEP, captureNs);
      assertThat(next - sent).isEqualTo(20 * AUDIO_STEP);
      sent = next;
    }
  }

  @Test
  void shouldPutOldFramesCloselyBeforeTheNewestWhichHasItsOwnPlace() {
    int old = -20 * FRAME;
    long newestNs = NOW + 30_000 * MS;
    video.catchUp(21, 0, newestNs);
    int before = 0;
    for (int frame = 0; frame <= 20; frame++) {
      long captureNs = newestNs - (20 - frame) * FRAME_NS;
      int sent = video.rewrite(old + frame * FRAME, captureNs);
      assertThat(video.rewrite(old + frame * FRAME, captureNs)).as("same frame").isEqualTo(sent);
      if (frame > 0) {
        assertThat(sent - before).isEqualTo(VIDEO_RATE / 1000);
      }
      before = sent;
    }

    assertThat(before).isEqualTo(video.lineAt(newestNs));
    assertThat(video.rewrite(FRAME, newestNs + FRAME_NS) - before).isBetween(FRAME - 1, FRAME);
  }

  @Test
  void shouldNeverGoBackForOldFrames() {
    int before = video.rewrite(77, NOW + 1_000 * MS);
    video.catchUp(30, 30 * FRAME, NOW + 1_010 * MS);
    for (int frame = 1; frame <= 40; frame++) {
      int sent = video.rewrite(frame * FRAME, NOW + 1_010 * MS + (frame - 30) * FRAME_NS);
      assertThat(sent - before).isPositive();
      before = sent;
    }
    for (int frame = 41; frame <= 400; frame++) {
      before = video.rewrite(frame * FRAME, NOW + 1_010 * MS + (frame - 30) * FRAME_NS);
    }
    assertThat(before - video.lineAt(NOW + 1_010 * MS + 370 * FRAME_NS)).isBetween(-2, 2);
  }
}
