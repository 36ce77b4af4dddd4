package io.weir.bench.load.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TimerHeapTest {
  private static final int TIMERS = 20;

  @Property
  void shouldRunWhatIsDueInOrder(
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 400) Integer> steps) {
    TimerHeap heap = new TimerHeap();
    List<NamedTimer> run = new ArrayList<>();
    List<NamedTimer> timers = new ArrayList<>();
    for (int i = 0; i < TIMERS; i++) {
      timers.add(new NamedTimer(run));
    }
    long[] expected = new long[TIMERS];
    Arrays.fill(expected, TimerHeap.NEVER);
    for (int i = 0; i < steps.size(); i++) {
      int step = steps.get(i);
      int index = i * 7 % TIMERS;
      if (step < 350) {
        heap.set(timers.get(index), step);
        expected[index] = step;
      } else if (step < 375) {
        heap.set(timers.get(index), TimerHeap.NEVER);
        expected[index] = TimerHeap.NEVER;
      } else {
        heap.lower(timers.get(index), step - 300);
        expected[index] = Math.min(expected[index], step - 300);
      }
      assertThat(heap.nextDeadlineNs()).isEqualTo(Arrays.stream(expected).min().orElse(0));
    }
    heap.run(500, 1_000);

    List<Long> due =
        Arrays.stream(expected)
            .filter(deadline -> deadline != TimerHeap.NEVER)
            .sorted()
            .boxed()
            .toList();
    assertThat(run).hasSize(due.size());
    assertThat(run.stream().map(timer -> expected[timers.indexOf(timer)]).toList()).isEqualTo(due);
    assertThat(heap.nextDeadlineNs()).isEqualTo(TimerHeap.NEVER);
  }

  private static final class NamedTimer extends TimerHeap.Timer {
    private final List<NamedTimer> run;

    NamedTimer(List<NamedTimer> run) {
      this.run = run;
    }

    @Override
    void handleTimeout(long nowNs) {
      run.add(this);
    }
  }
}
