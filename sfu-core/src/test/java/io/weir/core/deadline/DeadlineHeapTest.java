package io.weir.core.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DeadlineHeapTest {
  private static final int OWNERS = 40;

  @Test
  void shouldNeverBeDueWhenEmpty() {
    DeadlineHeap<String> heap = new DeadlineHeap<>();
    assertThat(heap.firstNs()).isEqualTo(Deadline.NEVER);
    assertThat(heap.takeDue(Long.MAX_VALUE - 1)).isNull();
    heap.remove(new Deadline<>("somebody who is not in it"));
    assertThat(heap.size()).isZero();
  }

  @Test
  void shouldGiveOutWhatIsDueAndNothingElse() {
    DeadlineHeap<String> heap = new DeadlineHeap<>();
    heap.set(new Deadline<>("late"), 30);
    heap.set(new Deadline<>("early"), 10);
    heap.set(new Deadline<>("between"), 20);
    assertThat(heap.takeDue(9)).isNull();
    assertThat(heap.takeDue(20)).isEqualTo("early");
    assertThat(heap.takeDue(20)).isEqualTo("between");
    assertThat(heap.takeDue(20)).isNull();
    assertThat(heap.firstNs()).isEqualTo(30);
  }

  @Test
  void shouldOnlyBringDeadlinesForward() {
    DeadlineHeap<String> heap = new DeadlineHeap<>();
    Deadline<String> deadline = new Deadline<>("somebody");
    heap.bringForward(deadline, 20);
    heap.bringForward(deadline, 30);
    assertThat(deadline.atNs()).isEqualTo(20);
    heap.bringForward(deadline, 10);
    assertThat(heap.firstNs()).isEqualTo(10);
    heap.set(deadline, 40);
    assertThat(heap.firstNs()).isEqualTo(40);
    heap.set(deadline, Deadline.NEVER);
    assertThat(heap.size()).isZero();
  }

  /** Each number is somebody and a time; times of 3 take them out. */
  @Property
  void shouldAgreeWithASortedList(
      @ForAll @Size(max = 300) List<@IntRange(min = 0, max = 3999) Integer> steps) {
    DeadlineHeap<Integer> heap = new DeadlineHeap<>();
    List<Deadline<Integer>> deadlines = new ArrayList<>();
    for (int i = 0; i < OWNERS; i++) {
      deadlines.add(new Deadline<>(i));
    }
    for (int step : steps) {
      int time = step / OWNERS;
      heap.set(deadlines.get(step % OWNERS), time == 3 ? Deadline.NEVER : time);
      assertThat(heap.firstNs())
          .isEqualTo(deadlines.stream().mapToLong(Deadline::atNs).min().orElseThrow());
    }
    List<Deadline<Integer>> left =
        new ArrayList<>(deadlines.stream().filter(d -> d.atNs() != Deadline.NEVER).toList());
    assertThat(heap.size()).isEqualTo(left.size());
    left.sort(Comparator.comparingLong(Deadline::atNs));
    List<Long> expected = left.stream().map(Deadline::atNs).toList();
    List<Long> taken = new ArrayList<>();
    for (long first = heap.firstNs(); heap.size() > 0; first = heap.firstNs()) {
      assertThat(heap.takeDue(first - 1)).isNull();
      assertThat(heap.takeDue(first)).isNotNull();
      taken.add(first);
    }
    assertThat(taken).isEqualTo(expected);
  }
}
