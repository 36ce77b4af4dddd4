package io.weir.core.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.LatencyStatistics;
import io.weir.core.control.PacketCount;
import io.weir.core.control.ParticipantStatistics;
import io.weir.core.control.WorkerStatistics;
import io.weir.core.counter.PacketCounter;
import io.weir.core.server.ServerFixture.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a real server tells of itself. */
class ServerStatisticsTest {

  @Test
  void shouldTellWhatEveryParticipantOfEveryWorkerDoes() throws IOException {
    SfuConfig.Builder config = ServerFixture.config().workers(2);
    try (ServerFixture fixture = new ServerFixture(config)) {
      Member publisher = fixture.join(true, 0);
      Member viewer = fixture.join(false, 1);
      ServerFixture.sendUntilSeen(publisher, viewer, 1);

      List<WorkerStatistics> workers = fixture.askWorkers(null);
      assertThat(workers).extracting(WorkerStatistics::worker).containsExactly(0, 1);
      assertThat(workers.stream().flatMap(worker -> worker.participants().stream()))
          .extracting(ParticipantStatistics::participant)
          .containsExactlyInAnyOrder(publisher.id(), viewer.id());
      assertThat(fixture.askWorkers("another room"))
          .allMatch(worker -> worker.participants().isEmpty());
    }
  }

  @Test
  void shouldMeasureForwardingFromSocketToSocket() throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config())) {
      Member publisher = fixture.join(true, 0);
      Member viewer = fixture.join(false, 1);
      ServerFixture.sendUntilSeen(publisher, viewer, 1);

      // What was sent arrives before the worker notes that it is sent.
      fixture.await("a measured packet", () -> forwarded(fixture) > 0);
      LatencyStatistics latency = fixture.server.statistics().forwardLatency();
      assertThat(latency.counts()).hasSize(latency.upperBoundsNs().size() + 1);
      assertThat(forwarded(fixture))
          .as("media alone, neither checks nor handshakes")
          .isLessThan(fixture.server.count(PacketCounter.SENT));
      assertThat(latency.sumNs()).isPositive();
    }
  }

  @Test
  void shouldTellEveryCounterByName() throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config())) {
      assertThat(fixture.server.statistics().counts())
          .hasSize(PacketCounter.values().length)
          .extracting(PacketCount::name)
          .contains("received", "srtp_auth_failed");
    }
  }

  @Test
  void shouldAnswerWithoutTheParticipantsOfWorkersThatHaveEnded() throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config())) {
      fixture.join(true, 0);
      fixture.server.close();
      assertThat(fixture.server.statistics().collect(null).join())
          .extracting(WorkerStatistics::answered)
          .containsExactly(false);
    }
  }

  @Test
  void shouldAnswerManyWhoAskAtOnce() throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config())) {
      fixture.join(true, 0);
      List<CompletableFuture<List<WorkerStatistics>>> answers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        answers.add(fixture.server.statistics().collect(null));
      }
      assertThat(answers)
          .allSatisfy(
              answer -> assertThat(answer.orTimeout(60, TimeUnit.SECONDS).join()).hasSize(1));
      assertThat(fixture.askWorkers(null)).hasSize(1);
    }
  }

  private static long forwarded(ServerFixture fixture) {
    return fixture.server.statistics().forwardLatency().counts().stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
