package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TrainPatienceTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long NOW = 1_000 * SECOND;
  private static final int MANY = TrainPatience.MIN_SUBSCRIBERS;

  private final TrainPatience patience = new TrainPatience();

  private long waitNs() {
    return patience.dueNs(NOW, false, MANY) - NOW;
  }

  @Test
  void shouldLetNobodyWaitWhileTheWorkerHasTime() {
    for (int second = 0; second < 10; second++) {
      patience.adjust(TrainPatience.BUSY, NOW + second * SECOND);
      assertThat(waitNs()).isZero();
    }
  }

  @Test
  void shouldLetPacketsWaitLongerTheBusierTheWorkerIs() {
    long before = 0;
    for (double busy = 0.55; busy < 0.8; busy += 0.05) {
      TrainPatience settled = new TrainPatience();
      for (int second = 0; second < 20; second++) {
        settled.adjust(busy, NOW + second * SECOND);
      }
      long wait = settled.dueNs(NOW, false, MANY) - NOW;
      assertThat(wait).isGreaterThan(before).isLessThan(TrainPatience.MAX_WAIT_NS);
      before = wait;
    }
  }

  @Test
  void shouldApproachItsGoalOnceASecondAndForgetItAtOnceWhenThereIsTimeAgain() {
    patience.adjust(1, NOW);
    assertThat(waitNs()).isEqualTo(TrainPatience.MAX_WAIT_NS / 2);
    patience.adjust(1, NOW + SECOND / 2);
    assertThat(waitNs()).isEqualTo(TrainPatience.MAX_WAIT_NS / 2);
    patience.adjust(1, NOW + SECOND);
    assertThat(waitNs()).isEqualTo(TrainPatience.MAX_WAIT_NS * 3 / 4);
    patience.adjust(0.3, NOW + SECOND);
    assertThat(waitNs()).isZero();
  }

  @Test
  void shouldNotLetSmallRoomsOrWholeFramesWait() {
    patience.adjust(1, NOW);
    assertThat(patience.dueNs(NOW, false, MANY - 1)).isEqualTo(NOW);
    assertThat(patience.dueNs(NOW, true, MANY)).isEqualTo(NOW);
  }

  @Property
  void shouldNeverLetAPacketWaitLongerThanTheLimit(
      @ForAll @DoubleRange(min = 0, max = 1) double busy, @ForAll @IntRange(max = 5_000) int many) {
    for (int second = 0; second < 5; second++) {
      patience.adjust(busy, NOW + second * SECOND);
      assertThat(patience.dueNs(NOW, false, many) - NOW).isBetween(0L, TrainPatience.MAX_WAIT_NS);
    }
  }
}
