package io.weir.core.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyFrameRequesterTest {
  private static final long MS = 1_000_000;

  private final List<Long> requestsMs = new ArrayList<>();
  private long nowNs = 5_000 * MS;
  private final KeyFrameRequester requester =
      new KeyFrameRequester(() -> requestsMs.add(nowNs / MS));

  private void runUntil(long ms) {
    while (requester.nextDeadlineNs() <= ms * MS) {
      nowNs = requester.nextDeadlineNs();
      requester.handleTimeout(nowNs);
    }
    nowNs = ms * MS;
  }

  @Test
  void shouldAskAtOnceAndRepeatUntilAKeyFramePasses() {
    requester.want(nowNs);
    runUntil(5_900);
    assertThat(requestsMs).containsExactly(5_000L, 5_350L, 5_700L);
    requester.onKeyFrame();
    assertThat(requester.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    requester.handleTimeout(nowNs + 1_000 * MS);
    assertThat(requestsMs).hasSize(3);
  }

  @Test
  void shouldMergeTheWishesOfMany() {
    for (int i = 0; i < 1_000; i++) {
      nowNs += MS / 10;
      requester.want(nowNs);
    }
    assertThat(requestsMs).hasSize(1);
  }

  @Test
  void shouldWaitOutThePauseAfterAKeyFrameThatCameTooSoonForSomebody() {
    requester.want(nowNs);
    requester.onKeyFrame();
    nowNs += 100 * MS;
    requester.want(nowNs);
    assertThat(requestsMs).hasSize(1);
    runUntil(6_000);
    assertThat(requestsMs).startsWith(5_000L, 5_350L);
  }

  @Test
  void shouldGiveUpASourceThatSendsNothingAndBeginAgainWhenSomebodyAsks() {
    requester.want(nowNs);
    runUntil(60_000);
    assertThat(requestsMs).hasSize(KeyFrameRequester.MAX_ATTEMPTS);
    assertThat(requester.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    requester.want(nowNs);
    assertThat(requestsMs).hasSize(KeyFrameRequester.MAX_ATTEMPTS + 1).endsWith(60_000L);
    runUntil(60_400);
    assertThat(requestsMs).endsWith(60_000L, 60_350L);
  }
}
