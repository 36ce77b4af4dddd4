package io.weir.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.testkit.NetworkSimulator.Conditions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionsTextTest {
  private static final long MS = 1_000_000;

  @Test
  void shouldReadAllThatCanBeWritten() {
    Conditions conditions =
        ConditionsText.change(
            Conditions.GOOD,
            "rate=2.5M, queue=64kB delay=50ms,jitter=10ms,late=1%/20ms,clumps=30ms,loss=5%,burst=4,duplicate=0.5%");

    assertThat(conditions)
        .isEqualTo(
            new Conditions(
                LinkLoss.bursts(0.05, 4),
                0.005,
                new LinkDelay(50 * MS, 10 * MS, false, 0.01, 20 * MS, 30 * MS),
                new LinkRate(2_500_000, 64_000, LinkRate.NO_LIMIT)));
  }

  @Test
  void shouldLeaveAsItWasWhatIsNotNamed() {
    Conditions before = ConditionsText.change(Conditions.GOOD, "rate=1M,queue=300ms,overtake=5ms");

    Conditions after = ConditionsText.change(before, "rate=400k,loss=2%");

    assertThat(after.rate()).isEqualTo(LinkRate.of(400_000, 300 * MS));
    assertThat(after.delay()).isEqualTo(before.delay());
    assertThat(after.delay().overtaking()).isTrue();
    assertThat(after.loss()).isEqualTo(LinkLoss.random(0.02));
  }

  @Test
  void shouldGiveARateAQueueThatEnds() {
    assertThat(ConditionsText.change(Conditions.GOOD, "rate=400k").rate().queueNs()).isPositive();
    assertThat(ConditionsText.change(Conditions.GOOD, "rate=400k,queue=none").rate())
        .isEqualTo(new LinkRate(400_000, LinkRate.NO_LIMIT, LinkRate.NO_LIMIT));
  }

  @Test
  void shouldReadLossAndBurstsInAnyOrder() {
    LinkLoss wanted = LinkLoss.bursts(0.1, 3);

    assertThat(ConditionsText.change(Conditions.GOOD, "loss=10%,burst=3").loss()).isEqualTo(wanted);
    assertThat(ConditionsText.change(Conditions.GOOD, "burst=3,loss=10%").loss()).isEqualTo(wanted);
  }

  @Test
  void shouldGoBackToGood() {
    assertThat(ConditionsText.change(Conditions.SILENCE, "good")).isEqualTo(Conditions.GOOD);
    assertThat(ConditionsText.change(Conditions.GOOD, "loss=100%").loss().share()).isOne();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rate",
        "rate=",
        "rate=4x",
        "rate=-1",
        "delay=50",
        "delay=5 0ms",
        "loss=5",
        "loss=101%",
        "loss=100%,burst=2",
        "late=1%",
        "late=/",
        "burst=0.5",
        "speed=1M",
        "queue=3x",
        "=",
        "jitter=1e9s"
      })
  void shouldSayWhatIsWrong(String text) {
    assertThatThrownBy(() -> ConditionsText.change(Conditions.GOOD, text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .isNotBlank();
  }
}
