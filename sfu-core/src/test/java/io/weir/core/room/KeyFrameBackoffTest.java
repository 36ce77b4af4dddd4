package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFrameBackoffTest {
  private static final long MS = 1_000_000L;
  private static final long SECOND = 1_000 * MS;

  private final KeyFrameBackoff backoff = new KeyFrameBackoff();

  /** When it asks, in ms, if its key frames and those of others are refused. */
  private List<Long> asks(long startNs, long durationNs) {
    List<Long> asks = new ArrayList<>();
    for (long nowNs = startNs; nowNs - startNs < durationNs; nowNs += 100 * MS) {
      boolean asked = backoff.mayAsk(nowNs);
      if (asked) {
        asks.add((nowNs - startNs) / MS);
      }
      backoff.onRefused(nowNs);
    }
    return asks;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -5 * SECOND, Long.MAX_VALUE - 5 * SECOND})
  void shouldAskEverLessOftenWhileTheLinkCarriesNone(long startNs) {
    List<Long> asks = asks(startNs, 60 * SECOND);

    assertThat(asks).hasSizeBetween(8, 14).startsWith(0L);
    assertThat(asks.getLast() - asks.get(asks.size() - 2)).isBetween(8_000L, 8_300L);
  }

  @Test
  void shouldAskAtOnceAgainAfterALongCalm() {
    asks(0, 60 * SECOND);
    backoff.onRefused(100 * SECOND);

    assertThat(backoff.mayAsk(100 * SECOND)).isTrue();
  }

  @Test
  void shouldAskAtOnceForSomethingElse() {
    asks(0, 20 * SECOND);
    assertThat(backoff.mayAsk(20 * SECOND)).isFalse();
    backoff.onChanged();

    assertThat(backoff.mayAsk(20 * SECOND)).isTrue();
  }
}
