package io.weir.core.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.Event;
import io.weir.core.control.TransportState;
import io.weir.core.counter.PacketCounter;
import io.weir.core.server.ServerFixture.Member;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What should never happen must at least stay where it happens. */
class DefectTest {

  @Test
  void shouldCloseOnlyTheTransportThatFailed() throws IOException {
    FailingSrtpEngine srtp = new FailingSrtpEngine();
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config().srtp(() -> srtp))) {
      Member publisher = fixture.join(true, 0);
      fixture.awaitCount(PacketCounter.HANDSHAKES_COMPLETED, 1);
      Member unlucky = fixture.join(false, 1);
      fixture.awaitCount(PacketCounter.HANDSHAKES_COMPLETED, 2);
      Member viewer = fixture.join(false, 1);
      int next = ServerFixture.sendUntilSeen(publisher, viewer, 1);

      srtp.fail(1);
      for (int i = 0; i < 10; i++) {
        publisher.sendVideo(next++, true);
        viewer.receiveVideo();
      }

      Event failed =
          new Event.TransportChanged(ServerFixture.ROOM, unlucky.id(), TransportState.FAILED);
      fixture.await("the failure is told", () -> fixture.events.contains(failed));
      assertThat(fixture.events)
          .filteredOn(event -> event instanceof Event.TransportChanged)
          .extracting(event -> (Event.TransportChanged) event)
          .filteredOn(event -> event.state() == TransportState.FAILED)
          .containsExactly((Event.TransportChanged) failed);
    }
  }

  @Test
  void shouldKeepAWorkerAliveThatMeetsAnError() throws IOException {
    FailingSrtpEngine srtp = new FailingSrtpEngine();
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config().srtp(() -> srtp))) {
      Member publisher = fixture.join(true, 0);
      Member viewer = fixture.join(false, 1);
      int next = ServerFixture.sendUntilSeen(publisher, viewer, 1);

      srtp.failOnce(new OutOfMemoryError("on purpose"));
      Member unlucky = fixture.join(false, 1);
      fixture.await("the error is met", srtp::hasFailedOnce);

      next = ServerFixture.sendUntilSeen(publisher, viewer, next);
      ServerFixture.sendUntilSeen(publisher, unlucky, next);
    }
  }
}
