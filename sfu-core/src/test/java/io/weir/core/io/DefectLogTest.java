package io.weir.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of failed turns, and how often. */
class DefectLogTest {
  private final List<String> logged = new ArrayList<>();
  private long nowNs = Long.MAX_VALUE - 1;

  @Test
  void shouldLogEachKindOnceAMinuteAtMost() {
    DefectLog log = new DefectLog((sentence, cause) -> logged.add(sentence), 3);
    for (int i = 0; i < 1_000; i++) {
      log.turnFailed(new IllegalStateException(), nowNs);
    }
    log.turnFailed(new StackOverflowError(), nowNs);
    nowNs += DefectLog.INTERVAL_NS;
    log.turnFailed(new IllegalStateException(), nowNs);

    assertThat(logged)
        .containsExactly(
            "A turn of worker 3 failed; this is a defect of Weir",
            "A turn of worker 3 failed; the Java VM is in trouble, restart Weir soon",
            "A turn of worker 3 failed (as did 999 before it); this is a defect of Weir");
  }

  @Test
  void shouldTryAgainWhenLoggingItselfFails() {
    DefectLog log =
        new DefectLog(
            (sentence, cause) -> {
              logged.add(sentence);
              throw new OutOfMemoryError("on purpose");
            },
            0);
    log.turnFailed(new OutOfMemoryError("on purpose"), nowNs);
    log.turnFailed(new OutOfMemoryError("on purpose"), nowNs);
    assertThat(logged).hasSize(2);
  }
}
