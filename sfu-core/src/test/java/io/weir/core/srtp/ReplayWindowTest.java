package io.weir.core.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class ReplayWindowTest {
  @Property
  void shouldAdmitWhatASetOfUsedIndicesWould(@ForAll("walks") List<Integer> steps) {
    ReplayWindow window = new ReplayWindow();
    Set<Long> used = new HashSet<>();
    long highest = -1;
    long index = 500;
    for (int step : steps) {
      index = Math.max(0, index + step);
      boolean fresh = index > highest - ReplayWindow.SIZE && !used.contains(index);
      assertThat(window.admits(index)).as("index %d after %d", index, highest).isEqualTo(fresh);
      if (fresh) {
        window.use(index);
        used.add(index);
        highest = Math.max(highest, index);
      }
    }
  }

  @Provide
  Arbitrary<List<Integer>> walks() {
    return Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.integers().between(-3, 4)),
            Tuple.of(2, Arbitraries.integers().between(-1_100, 1_100)),
            Tuple.of(1, Arbitraries.integers().between(-70_000, 70_000)))
        .list()
        .ofMaxSize(300);
  }

  @Example
  void shouldCountRollOversAsRfc3711Section331Says() {
    ReplayWindow window = new ReplayWindow();
    assertThat(window.indexOf(65_530)).as("before the first packet").isEqualTo(65_530);
    window.use(65_530);
    assertThat(window.indexOf(3)).isEqualTo(65_536 + 3);
    window.use(65_536 + 3);
    assertThat(window.indexOf(65_531)).as("late, from before").isEqualTo(65_531);
    assertThat(window.indexOf(30_000)).isEqualTo(65_536 + 30_000);
  }

  @Example
  void shouldRefuseWhatWouldLieBeforeTheFirstRollOver() {
    ReplayWindow window = new ReplayWindow();
    window.use(5);
    assertThat(window.indexOf(65_530)).isNegative();
    assertThat(window.admits(window.indexOf(65_530))).isFalse();
    assertThat(window.admits(window.indexOf(4))).isTrue();
  }
}
