package io.weir.bench.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class MergeTest {

  @Property(tries = 20)
  void theOrderOfAddingDoesNotMatter(@ForAll long a, @ForAll long b, @ForAll long c) {
    LoadResult first = Results.of(a);
    LoadResult second = Results.of(b);
    LoadResult third = Results.of(c);
    LoadResult left = first.plus(second).plus(third);
    LoadResult right = first.plus(second.plus(third));
    assertThat(left).isEqualTo(right);
    LoadResult turned = third.plus(first).plus(second);
    assertThat(turned.figures()).isEqualTo(left.figures());
    assertThat(turned.timings()).isEqualTo(left.timings());
    assertThat(turned.intervals()).isEqualTo(left.intervals());
    assertThat(Set.copyOf(turned.failures())).isEqualTo(Set.copyOf(left.failures()));
  }

  @Test
  void whatWasCountedAddsUpAndTheServerIsOne() {
    LoadResult first = Results.of(1);
    LoadResult second = Results.of(2);
    LoadResult both = first.plus(second);
    assertThat(both.of(Figure.RECEIVED_PACKETS))
        .isEqualTo(first.of(Figure.RECEIVED_PACKETS) + second.of(Figure.RECEIVED_PACKETS));
    assertThat(both.of(Figure.SERVER_CPU_US))
        .isEqualTo(Math.max(first.of(Figure.SERVER_CPU_US), second.of(Figure.SERVER_CPU_US)));
    assertThat(both.of(Timing.DELAY).count())
        .isEqualTo(first.of(Timing.DELAY).count() + second.of(Timing.DELAY).count());
  }

  @Test
  void stagesThatBothWentThroughAddUp() {
    LoadResult two = withStages(2);
    LoadResult three = withStages(3);
    LoadResult both = two.plus(three);
    assertThat(both.stages()).hasSize(2);
    assertThat(both.stages().getFirst().result().of(Figure.RECEIVED_PACKETS))
        .isEqualTo(
            two.stages().getFirst().result().of(Figure.RECEIVED_PACKETS)
                + three.stages().getFirst().result().of(Figure.RECEIVED_PACKETS));
  }

  private static LoadResult withStages(int count) {
    long seed = 0;
    while (Results.of(seed).stages().size() != count) {
      seed++;
    }
    return Results.of(seed);
  }

  @Test
  void oneInvalidResultMakesAllInvalid() {
    LoadResult valid = invalid(false);
    assertThat(valid.plus(invalid(true)).verdict().isValid()).isFalse();
    assertThat(valid.plus(invalid(false)).verdict().isValid()).isTrue();
  }

  @Test
  void testersThatDidNotMeasureAtTheSameTimeMakeNoResult() {
    LoadResult first = Results.of(1);
    LoadResult later = startedLater(first, 1_900_000);
    assertThat(first.plus(later).verdict().invalid()).noneMatch(MergeTest::isAboutTime);
    for (LoadResult apart :
        List.of(startedLater(first, 2_100_000), startedLater(first, 1L << 40))) {
      assertThat(first.plus(apart).verdict().invalid()).anyMatch(MergeTest::isAboutTime);
      assertThat(apart.plus(first).verdict().invalid()).anyMatch(MergeTest::isAboutTime);
    }
  }

  private static boolean isAboutTime(String sentence) {
    return sentence.startsWith("The testers did not measure at the same time");
  }

  private static LoadResult startedLater(LoadResult result, long micros) {
    return new LoadResult(
        result.name(),
        result.target(),
        result.tester(),
        result.startedAt().plus(micros, ChronoUnit.MICROS),
        result.settings(),
        result.figures(),
        result.timings(),
        result.failures(),
        result.intervals(),
        result.verdict());
  }

  private static LoadResult invalid(boolean wanted) {
    long seed = 0;
    while (Results.of(seed).verdict().isValid() == wanted) {
      seed++;
    }
    return Results.of(seed);
  }
}
