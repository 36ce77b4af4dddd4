package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChangePaceTest {
  private static final long MS = 1_000_000;

  private final ChangePace pace = new ChangePace();
  private long nowNs = -50 * MS; // Clocks may begin anywhere.

  private int takenAtOnce() {
    int count = 0;
    while (pace.mayTakeEffect(nowNs)) {
      count++;
    }
    return count;
  }

  @Test
  void shouldLetTheFirstChangesTakeEffectAtOnce() {
    assertThat(takenAtOnce()).isEqualTo(ChangePace.BURST);
    nowNs += ChangePace.INTERVAL_NS * ChangePace.BURST;
    assertThat(takenAtOnce()).isEqualTo(ChangePace.BURST);
    nowNs += ChangePace.INTERVAL_NS * ChangePace.BURST * 100;
    assertThat(takenAtOnce()).as("no more are saved up").isEqualTo(ChangePace.BURST);
  }

  @Test
  void shouldLetLaterOnesTakeEffectTogetherAndNotBeforeTheirTime() {
    assertThat(pace.isDue(nowNs)).isFalse();
    assertThat(pace.nextDeadlineNs()).as("nothing waits").isEqualTo(Long.MAX_VALUE);
    takenAtOnce();
    assertThat(pace.nextDeadlineNs()).isEqualTo(nowNs + ChangePace.INTERVAL_NS);
    nowNs += ChangePace.INTERVAL_NS - 1;
    assertThat(pace.isDue(nowNs)).isFalse();
    assertThat(pace.mayTakeEffect(nowNs)).isFalse();
    nowNs++;
    assertThat(pace.isDue(nowNs)).isTrue();
    assertThat(pace.mayTakeEffect(nowNs)).isTrue();
    assertThat(pace.isDue(nowNs)).isFalse();
    assertThat(pace.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    assertThat(pace.mayTakeEffect(nowNs)).as("it was one").isFalse();
  }

  @Test
  void shouldLetTenASecondTakeEffectHoweverManyCome() {
    int taken = takenAtOnce();
    for (int ms = 0; ms < 10_000; ms++) {
      nowNs += MS;
      taken += pace.mayTakeEffect(nowNs) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(ChangePace.BURST + 100);
  }
}
