package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.control.Command;
import io.weir.core.control.Event;
import io.weir.core.control.TransportState;
import io.weir.core.counter.PacketCounter;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.SimulatedCall;
import io.weir.core.testkit.SimulatedClient;
import io.weir.core.testkit.SimulatedWorker;
import io.weir.core.transport.TransportDefect;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A room in which something fails, or ends, at the worst moment. */
class SimulatedDefectTest {
  private static final Conditions SILENCE = new Conditions(1, 0, 0, 0);

  /** A frame's packets do not arrive all at once. */
  private static final Conditions JITTER = new Conditions(0, 0, 10_000_000, 4_000_000);

  private final SimulatedCall call = new SimulatedCall(3, 2);
  private final SimulatedWorker worker = call.worker(0);

  /** Somebody with a camera, whose packets wait as so many watch on a busy worker. */
  private SimulatedClient publish(List<SimulatedClient> viewers) {
    SimulatedClient publisher = call.join(0, true, 0, JITTER);
    for (int i = 0; i < 2 * TrainPatience.MIN_SUBSCRIBERS; i++) {
      viewers.add(call.join(0, false, 1, Conditions.GOOD));
    }
    viewers.add(call.join(1, false, 1, Conditions.GOOD));
    worker.busyRatio(1);
    call.run(2_000);
    awaitWaitingPackets();
    return publisher;
  }

  private void awaitWaitingPackets() {
    call.runUntil("packets wait", 500, worker::letsPacketsWait);
  }

  private static Event changed(SimulatedClient client, TransportState state) {
    return new Event.TransportChanged(SimulatedCall.ROOM, client.id(), state);
  }

  @Test
  void shouldRemoveAPublisherWhollyThoughASubscriberFailsMeanwhile() {
    List<SimulatedClient> viewers = new ArrayList<>();
    SimulatedClient publisher = publish(viewers);
    SimulatedClient unlucky = viewers.get(5);
    worker.breakPath(unlucky.path());
    call.submit(new Command.RemoveParticipant(SimulatedCall.ROOM, publisher.id()));
    assertThat(worker.defects()).as("before the turn's timers").isEmpty();
    assertThat(worker.room().nextDeadlineNs()).isLessThanOrEqualTo(call.nowNs());
    call.run(1);
    assertThat(worker.defects()).hasSize(1);
    assertThat(call.events()).contains(changed(unlucky, TransportState.FAILED));
    assertThat(worker.room().statistics())
        .toIterable()
        .hasSize(viewers.size() - 1)
        .allSatisfy(viewer -> assertThat(viewer.slots().getFirst().binding()).isNull());
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  @Test
  void shouldTellOtherWorkersOfATracksEndAfterItsLastPackets() {
    SimulatedClient publisher = publish(new ArrayList<>());
    call.submit(new Command.RemoveParticipant(SimulatedCall.ROOM, publisher.id()));
    call.run(100);
    assertThat(call.worker(1).count(PacketCounter.RTP_UNKNOWN_STREAM)).isZero();
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  @Test
  void shouldLetPacketsWaitAgainAfterTheyHadToLeaveAtOnce() {
    publish(new ArrayList<>());
    worker.routeAtOnce();
    assertThat(worker.letsPacketsWait()).isFalse();
    awaitWaitingPackets();
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  /** Lets something happen in the timers of a client's transport: it finds the client silent. */
  private SimulatedClient fallSilent(Consumer<Event> event) {
    SimulatedClient client = call.join(0, false, 0, Conditions.GOOD);
    call.run(1_000);
    Event idle = new Event.TransportIdle(SimulatedCall.ROOM, client.id(), true);
    worker.listenTo(each -> {
      if (each.equals(idle)) {
        event.accept(each);
      }
    });
    client.conditions(SILENCE);
    return client;
  }

  @Test
  void shouldLetTimersRunAgainAfterAnError() {
    fallSilent(event -> {
      throw new OutOfMemoryError("on purpose");
    });
    assertThatThrownBy(() -> call.run(20_000)).isInstanceOf(OutOfMemoryError.class);
    assertThat(worker.room().nextDeadlineNs()).isNotEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldBlameTheTransportThatFailedAndNotTheOneWhoseTimersRan() {
    RoomParts other = new RoomParts();
    TransportDefect defect =
        new TransportDefect(other.fixture.transport(), new IllegalStateException("on purpose"));
    SimulatedClient client =
        fallSilent(event -> {
          throw defect;
        });
    call.run(20_000);
    assertThat(worker.defects()).containsExactly(defect);
    assertThat(call.events()).doesNotContain(changed(client, TransportState.FAILED));
  }
}
