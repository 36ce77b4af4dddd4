package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NackGeneratorTest {
  private static final long MS = 1_000_000;

  private final NackGenerator nacks = new NackGenerator();
  private final int[] due = new int[2000];

  @Test
  void shouldAskForNothingWhileNothingIsMissing() {
    for (int i = 0; i < 100; i++) {
      nacks.onReceived(65_536 + 5 + i, i * MS);
    }

    assertThat(nacks.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    assertThat(due(1000 * MS)).isEmpty();
  }

  @Test
  void shouldAskForAGapAfterTheTimeForReordering() {
    nacks.onReceived(65_534, 0);
    nacks.onReceived(65_537, 0);

    assertThat(nacks.nextDeadlineNs()).isEqualTo(10 * MS);
    assertThat(due(9 * MS)).isEmpty();
    assertThat(due(10 * MS)).containsExactly(65_535, 0);
  }

  @Test
  void shouldNotAskForPacketsThatWereOnlyReordered() {
    nacks.onReceived(100, 0);
    nacks.onReceived(102, 0);
    nacks.onReceived(101, 5 * MS);

    assertThat(nacks.missing()).isZero();
    assertThat(nacks.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldAskOncePerRoundTripAndTenTimesAtMost() {
    nacks.setRoundTripNs(50 * MS);
    nacks.onReceived(100, 0);
    nacks.onReceived(102, 0);

    for (int i = 0; i < 10; i++) {
      long now = 10 * MS + 50 * MS * i;
      assertThat(nacks.nextDeadlineNs()).isEqualTo(now);
      assertThat(due(now - 1)).isEmpty();
      assertThat(due(now)).containsExactly(101);
    }
    assertThat(nacks.missing()).isZero();
    assertThat(nacks.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldNotAskMoreOftenThanEvery20Ms() {
    nacks.setRoundTripNs(MS);
    nacks.onReceived(100, 0);
    nacks.onReceived(102, 0);
    due(10 * MS);

    assertThat(nacks.nextDeadlineNs()).isEqualTo(30 * MS);
  }

  @Test
  void shouldGiveUpWhatComesBeforeAKeyFrame() {
    nacks.onReceived(100, 0);
    nacks.onReceived(105, 0);
    nacks.onReceived(110, 0);
    nacks.onKeyFrame(105);

    assertThat(due(10 * MS)).containsExactly(106, 107, 108, 109);
  }

  @Test
  void shouldWantAKeyFrameWhenTooMuchIsMissing() {
    nacks.onReceived(100, 0);

    assertThat(nacks.onReceived(101 + NackGenerator.MAX_MISSING, 0)).isFalse();
    assertThat(nacks.missing()).isEqualTo(NackGenerator.MAX_MISSING);
    assertThat(nacks.onReceived(103 + NackGenerator.MAX_MISSING, 0)).isTrue();
    assertThat(nacks.missing()).isZero();
    assertThat(nacks.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldGiveUpWhatIsBehindTheWindow() {
    nacks.onReceived(100, 0);
    nacks.onReceived(102, 0);
    for (long sequence = 103; sequence <= 101 + NackGenerator.WINDOW; sequence++) {
      nacks.onReceived(sequence, 0);
    }

    assertThat(nacks.missing()).isZero();
  }

  @Test
  void shouldKeepWhatDoesNotFitIntoOnePacketForTheNext() {
    nacks.onReceived(100, 0);
    nacks.onReceived(104, 0);

    assertThat(nacks.collectDue(10 * MS, due, 2)).isEqualTo(2);
    assertThat(nacks.nextDeadlineNs()).isEqualTo(10 * MS);
    assertThat(due(10 * MS)).containsExactly(103);
  }

  @Test
  void shouldBeginAnewAfterARestart() {
    nacks.onReceived(100, 0);
    nacks.onReceived(104, 0);
    nacks.restart();

    assertThat(nacks.onReceived(200_000, 0)).isFalse();
    assertThat(nacks.missing()).isZero();
  }

  @Test
  void shouldKnowExactlyWhatIsMissingWhateverComes() {
    Random random = new Random(8);
    TreeSet<Long> missing = new TreeSet<>();
    long highest = 65_536;
    nacks.onReceived(highest, 0);
    for (int i = 0; i < 50_000; i++) {
      if (random.nextInt(3) == 0 && !missing.isEmpty()) {
        Long late = missing.ceiling(highest - random.nextInt(NackGenerator.WINDOW));
        if (late != null) {
          nacks.onReceived(late, 0);
          missing.remove(late);
        }
      }
      long next = highest + 1 + (random.nextInt(4) == 0 ? random.nextInt(5) : 0);
      for (long gap = highest + 1; gap < next; gap++) {
        missing.add(gap);
      }
      highest = next;
      assertThat(nacks.onReceived(next, 0)).isFalse();
      missing.headSet(highest - NackGenerator.WINDOW, true).clear();
      assertThat(nacks.missing()).isEqualTo(missing.size());
    }
    int[] expected = missing.stream().mapToInt(s -> s.intValue() & 0xFFFF).toArray();
    assertThat(due(10 * MS)).containsExactly(expected);
  }

  private int[] due(long nowNs) {
    return Arrays.copyOf(due, nacks.collectDue(nowNs, due, due.length));
  }
}
