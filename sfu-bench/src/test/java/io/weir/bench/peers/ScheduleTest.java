package io.weir.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  /** Four seconds of ramp, and with 60 s of warm-up, 20 s measured and 12 s around it, 96 s. */
  private static final PeerLoad LIVE = PeerLoad.all().get(2);

  @Test
  void shouldTellWhatIsPlannedAtFirst() {
    Schedule schedule = new Schedule(60, 20);
    schedule.plan(LIVE, 6);
    assertThat(schedule.left().toSeconds()).isEqualTo(6 * 96);
    assertThat(schedule.leftText()).isEqualTo("10 min left");
  }

  @Test
  void shouldLearnFromWhatRunsTook() {
    Schedule schedule = new Schedule(60, 20);
    schedule.plan(LIVE, 6);
    schedule.done(LIVE, Duration.ofSeconds(2 * 96));
    assertThat(schedule.left().toSeconds()).isEqualTo(5 * 192);
    for (int i = 0; i < 5; i++) {
      schedule.done(LIVE, Duration.ofSeconds(2 * 96));
    }
    assertThat(schedule.leftText()).isEqualTo("0 s left");
  }
}
