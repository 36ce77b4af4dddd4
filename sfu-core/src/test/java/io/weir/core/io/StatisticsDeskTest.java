package io.weir.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.counter.PacketCounters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StatisticsDeskTest {
  private final StatisticsDesk desk = new StatisticsDesk();
  private final RoomShares nobody =
      new RoomShares(
          name -> {
            throw new AssertionError(name);
          },
          new PacketCounters(),
          packet -> {});

  @Test
  void shouldAnswerInTheOrderOfAsking() {
    CompletableFuture<?> first = desk.ask(null);
    CompletableFuture<?> second = desk.ask("room");
    assertThat(desk.work(nobody)).as("more to do").isTrue();
    assertThat(first).isCompleted();
    assertThat(second).isNotDone();
    assertThat(desk.work(nobody)).isFalse();
    assertThat(second).isCompleted();
  }

  @Test
  void shouldRefuseToGatherQuestionsThatNobodyAnswers() {
    List<CompletableFuture<?>> waiting = new ArrayList<>();
    for (int i = 0; i < StatisticsDesk.MAX_WAITING; i++) {
      waiting.add(desk.ask(null));
    }
    assertThat(desk.ask(null)).isCompletedExceptionally();
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    desk.work(nobody);
    assertThat(desk.ask(null)).isNotDone();
  }

  @Test
  void shouldAnswerNobodyOnceTheWorkerHasEnded() {
    CompletableFuture<?> before = desk.ask(null);
    desk.close();
    assertThat(before).isCompletedExceptionally();
    assertThat(desk.ask(null)).isCompletedExceptionally();
  }
}
