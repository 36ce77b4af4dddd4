package io.weir.signaling.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Vertx;
import io.weir.signaling.auth.Authenticator;
import io.weir.signaling.config.Limits;
import io.weir.signaling.message.ParticipantView;
import io.weir.signaling.testing.NothingMeasured;
import io.weir.signaling.testing.RecordingMediaPlane;
import io.weir.signaling.testing.UnheardQuality;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Wherever connections are cut, nothing is missed, doubled or carried out twice. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResumePropertyTest {

  private static final int RUNS = 200;
  private static final int STEPS = 250;
  private static final List<String> PEOPLE = List.of("Ada", "Ben", "Cem");

  private final Vertx vertx = Vertx.vertx();

  @AfterAll
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void shouldLoseNothingWhereverConnectionsAreCut() {
    for (int seed = 0; seed < RUNS; seed++) {
      try {
        run(new Random(seed));
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private void run(Random random) {
    SessionServices services = services();
    List<CutClient> clients = new ArrayList<>();
    for (String name : PEOPLE) {
      clients.add(
          new CutClient("room", name, outbox -> new ClientLink(services, outbox, null, true, 0)));
    }
    List<String> asked = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      CutClient client = clients.get(random.nextInt(clients.size()));
      switch (random.nextInt(16)) {
        case 0 -> client.cut(random.nextBoolean());
        case 1, 2 -> client.connect();
        case 3 -> client.request(say(asked, "\"type\":\"message\",\"payload\":\"said %d\""));
        case 4 -> client.request(say(asked, "\"type\":\"update\",\"name\":\"name %d\""));
        case 5, 6, 7, 8, 9 -> client.deliverToServer(random.nextInt(4) == 0);
        default -> client.deliverToClient();
      }
    }
    settle(clients);
    assertNothingLost(services, clients, asked);
  }

  private static String say(List<String> asked, String format) {
    String request = format.formatted(asked.size());
    asked.add(request.substring(request.lastIndexOf(':') + 2, request.length() - 1));
    return request;
  }

  /** Connections hold until everybody has heard everything. */
  private static void settle(List<CutClient> clients) {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (CutClient client : clients) {
        moved |= client.connect();
        moved |= client.deliverToServer(true);
        moved |= client.deliverToServer(false);
        moved |= client.deliverToClient();
      }
    }
  }

  private static void assertNothingLost(
      SessionServices services, List<CutClient> clients, List<String> asked) {
    Map<String, String> truth = new TreeMap<>();
    for (Participant participant : services.rooms().rooms().iterator().next().participants()) {
      ParticipantView view = participant.view();
      truth.put(view.id(), view.name());
    }
    assertThat(truth).hasSize(PEOPLE.size());
    Map<String, Integer> times = new HashMap<>();
    for (CutClient client : clients) {
      assertThat(client.unanswered()).isZero();
      assertThat(truth).containsKey(client.id());
      assertThat(client.names()).isEqualTo(truth);
      assertThat(client.heard()).doesNotHaveDuplicates();
      client.heard().forEach(text -> times.merge(text, 1, Integer::sum));
    }
    // Everybody hears the same, in the same order.
    List<String> common =
        clients.getFirst().heard().stream()
            .filter(text -> times.getOrDefault(text, 0) == PEOPLE.size())
            .collect(Collectors.toList());
    for (CutClient client : clients) {
      assertThat(client.heard().stream().filter(common::contains))
          .containsExactlyElementsOf(common);
    }
    assertThat(asked).containsAll(times.keySet());
  }

  private SessionServices services() {
    RecordingMediaPlane media = new RecordingMediaPlane(event -> {});
    RoomDirectory rooms = new RoomDirectory(media, InstantSource.system(), Limits.defaults());
    return new SessionServices(
        rooms,
        new ClientSessions(),
        new Negotiations(vertx, media, List.of()),
        new MemberRequests(media, InstantSource.system(), new UnheardQuality()),
        new NothingMeasured(),
        new ModeratorRequests(rooms, media),
        Authenticator.create(vertx, Map.of()),
        JsonNodeFactory.instance.arrayNode(),
        Timing.STANDARD);
  }
}
