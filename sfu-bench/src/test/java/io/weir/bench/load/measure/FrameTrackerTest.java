package io.weir.bench.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which frames can be shown, and when, in virtual time: frames of two packets every 40 ms. */
class FrameTrackerTest {
  private static final long FRAME_NS = 40_000_000;

  private final MediaMeter totals = new MediaMeter();
  private final FrameTracker frames = new FrameTracker(totals);

  @Test
  void shouldBeginWithTheFirstKeyFrame() {
    whole(7, false);
    whole(8, false);
    assertThat(frames.waitsForKeyFrame()).isTrue();
    whole(9, true);
    whole(10, false);

    assertThat(frames.waitsForKeyFrame()).isFalse();
    assertThat(frames.truth()).isEqualTo(new FrameTruth(2, 1, 2, 0, 0, FRAME_NS));
  }

  @Test
  void shouldWaitForARepairAndDecodeWhatDependsOnIt() {
    whole(0, true);
    packet(1, false, 1);
    whole(2, false);
    assertThat(frames.truth().decoded()).isEqualTo(1);

    assertThat(packet(1, false, 2)).isEqualTo(2);

    assertThat(frames.truth().decoded()).isEqualTo(3);
    assertThat(frames.truth().undecodable()).isZero();
  }

  @Test
  void shouldJumpToAKeyFrameOverWhatIsIncomplete() {
    whole(0, true);
    packet(1, false, 1);
    whole(2, false);
    whole(3, true);

    assertThat(frames.truth().decoded()).isEqualTo(2);
    assertThat(frames.truth().undecodable()).isEqualTo(2);
    assertThat(frames.truth().keyFrames()).isEqualTo(2);
  }

  @Test
  void shouldAskForAKeyFrameWhenARepairTakesTooLong() {
    whole(0, true);
    long frame = 2; // frame 1 never comes
    while ((frame - 2) * FRAME_NS < FrameTracker.PATIENCE_NS) {
      assertThat(frames.waitsForKeyFrame()).isFalse();
      whole(frame++, false);
    }
    whole(frame, false);

    assertThat(frames.waitsForKeyFrame()).isTrue();
    assertThat(frames.truth().undecodable()).isEqualTo(frame);
    whole(frame + 1, true);
    assertThat(frames.waitsForKeyFrame()).isFalse();
    assertThat(frames.truth().undecodable()).isEqualTo(frame);
  }

  @Test
  void shouldCountAFreezeWhenThePictureStandsStill() {
    for (int i = 0; i < 10; i++) {
      whole(i, i == 0);
    }
    add(10, false, 2, 10 * FRAME_NS, 20 * FRAME_NS);

    assertThat(frames.truth().freezes()).isEqualTo(1);
    assertThat(frames.truth().frozenNs()).isEqualTo(11 * FRAME_NS);
    assertThat(frames.truth().longestGapNs()).isEqualTo(11 * FRAME_NS);
  }

  @Test
  void shouldCountNoFreezeWhenThePublisherPaused() {
    for (int i = 0; i < 10; i++) {
      whole(i, i == 0);
    }
    add(10, true, 2, 100 * FRAME_NS, 100 * FRAME_NS);

    assertThat(frames.truth().freezes()).isZero();
    assertThat(frames.truth().longestGapNs()).isEqualTo(FRAME_NS);
  }

  @Test
  void shouldCountWhatIsGivenUpWithoutWaitingForARecovery() {
    for (int i = 0; i < 10; i++) {
      whole(i, i == 0);
    }
    for (int i = 11; i < 60; i++) { // frame 10 never comes, nor a key frame
      whole(i, false);
    }

    assertThat(totals.undecodable).isEqualTo(50);
    assertThat(frames.truth().undecodable()).isEqualTo(50);
    assertThat(totals.freezes).isEqualTo(1);
    assertThat(totals.frozenNs).isEqualTo(50 * FRAME_NS);
    assertThat(totals.longestGapNs).isEqualTo(50 * FRAME_NS);

    whole(60, true);
    whole(61, false);

    assertThat(totals.undecodable).isEqualTo(50);
    assertThat(totals.freezes).isEqualTo(1);
    assertThat(totals.frozenNs).isEqualTo(51 * FRAME_NS);
    assertThat(frames.truth())
        .isEqualTo(new FrameTruth(12, 2, 50, 1, 51 * FRAME_NS, 51 * FRAME_NS));
  }

  @Test
  void shouldTakeBackWhatALateRepairHelps() {
    whole(0, true);
    packet(1, false, 1);
    for (int i = 2; i < 20; i++) {
      whole(i, false);
    }
    assertThat(totals.undecodable).isEqualTo(19);

    packet(1, false, 19);

    assertThat(totals.undecodable).isZero();
    assertThat(totals.framesDecoded).isEqualTo(20);
  }

  private void whole(long frame, boolean key) {
    add(frame, key, 2, frame * FRAME_NS, frame * FRAME_NS);
  }

  /** All packets of a frame. */
  private void add(long frame, boolean key, int count, long sentNs, long nowNs) {
    for (int i = 0; i < count; i++) {
      frames.add(frame, count, key, sentNs, nowNs);
    }
  }

  /** One of a frame's two packets, {@code later} frames later. */
  private int packet(long frame, boolean key, int later) {
    return frames.add(frame, 2, key, frame * FRAME_NS, (frame + later) * FRAME_NS);
  }
}
