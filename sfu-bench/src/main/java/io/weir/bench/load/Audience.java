package io.weir.bench.load;

import io.weir.bench.load.media.MediaPlane;
import io.weir.bench.load.report.Figure;
import io.weir.bench.load.report.Timing;
import io.weir.bench.load.scenario.Scenario;
import io.weir.bench.load.signal.Signaling;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * The clients of a run and what they are made to do: join one after another, take turns, leave for
 * others, lose their connections. The director's thread only.
 */
final class Audience implements Attendee.Listener {

  private static final double NS_PER_SECOND = 1e9;

  /** A client's number in the seeds of what it sends. */
  private static final long SEED_STEP = 1_000_003;

  private final Scenario scenario;
  private final Attendee.Surroundings around;
  private final Director director;
  private final Tally tally;
  private final BooleanSupplier isOver;
  private final Random random;
  private final List<Attendee> clients = new ArrayList<>();
  private final Map<String, Integer> turns = new HashMap<>();
  private int created;

  /**
   * An audience in which nobody is.
   *
   * @param isOver whether nobody is to come any more
   */
  Audience(
      Scenario scenario,
      MediaPlane plane,
      Signaling signaling,
      Director director,
      Tally tally,
      BooleanSupplier isOver) {
    this.scenario = scenario;
    this.around =
        new Attendee.Surroundings(new MediaPlan(scenario), plane, signaling, director, this);
    this.director = director;
    this.tally = tally;
    this.isOver = isOver;
    this.random = new Random(scenario.seed());
  }

  /**
   * Makes the first clients join at the scenario's rate: publishers before their viewers, rooms in
   * turn.
   *
   * @return how long it takes until the last one begins, in ns
   */
  long startAll() {
    Scenario.Rooms rooms = scenario.rooms();
    List<Attendee> order = new ArrayList<>();
    addAll(order, ClientRole.PUBLISHER, rooms.publishers());
    if (around.signaling().offersToViewers()) {
      addAll(order, ClientRole.PUBLISHER, rooms.members());
      addAll(order, ClientRole.VIEWER, rooms.members());
    } else {
      addAll(order, ClientRole.MEMBER, rooms.members());
    }
    addAll(order, ClientRole.VIEWER, rooms.stages().getFirst());
    return startAll(order, scenario.timing().ramp());
  }

  /** Makes so many more viewers of each room join at the scenario's rate; returns likewise. */
  long startMore(int viewers) {
    List<Attendee> order = new ArrayList<>();
    addAll(order, ClientRole.VIEWER, viewers);
    return startAll(order, scenario.timing().ramp());
  }

  /** Makes those join who come when the measuring has begun. */
  long startNewcomers() {
    List<Attendee> order = new ArrayList<>();
    addAll(order, ClientRole.VIEWER, scenario.rooms().newcomers());
    return startAll(order, scenario.timing().newcomersRamp());
  }

  private long startAll(List<Attendee> order, double rate) {
    long delayNs = 0;
    for (int i = 0; i < order.size(); i++) {
      Attendee client = order.get(i);
      delayNs = rate == 0 ? 0 : Math.round(i / rate * NS_PER_SECOND);
      director.after(delayNs, () -> start(client));
    }
    return delayNs;
  }

  private void addAll(List<Attendee> order, ClientRole role, int perRoom) {
    for (int i = 0; i < perRoom; i++) {
      for (int room = 0; room < scenario.rooms().count(); room++) {
        order.add(create(role, scenario.rooms().name(room)));
      }
    }
  }

  private Attendee create(ClientRole role, String room) {
    created++;
    String name = role.name().toLowerCase(Locale.ROOT) + "-" + created;
    Attendee client = new Attendee(name, room, role, scenario.seed() + created * SEED_STEP, around);
    clients.add(client);
    tally.add(Figure.CLIENTS_PLANNED, 1);
    tally.add(Figure.CLIENTS_PUBLISHERS, role.publishes() ? 1 : 0);
    tally.add(Figure.CLIENTS_VIEWERS, role.watches() ? 1 : 0);
    return client;
  }

  private void start(Attendee client) {
    if (isOver.getAsBoolean()) {
      return;
    }
    tally.add(Figure.CLIENTS_STARTED, 1);
    expireLater(client, client.join());
  }

  private void expireLater(Attendee client, int attempt) {
    director.after(scenario.timing().joinTimeout().toNanos(), () -> client.expire(attempt));
  }

  @Override
  public void joined(Attendee client) {
    OptionalLong cutAtNs = client.cutAtNs();
    if (cutAtNs.isEmpty()) {
      tally.add(Figure.CLIENTS_JOINED, 1);
    } else {
      tally.add(Figure.RECONNECTS, 1);
      tally.took(Timing.RECONNECT, System.nanoTime() - cutAtNs.getAsLong());
    }
  }

  @Override
  public void failed(Attendee client, String step, String cause) {
    tally.add(client.cutAtNs().isPresent() ? Figure.RECONNECTS_FAILED : Figure.CLIENTS_FAILED, 1);
    tally.failed(step, cause);
  }

  @Override
  public void lost(Attendee client, String reason) {
    tally.add(Figure.CLIENTS_LOST, 1);
    tally.failed("after joining", reason);
  }

  @Override
  public void postponed(Attendee client, String reason) {
    tally.add(Figure.CLIENTS_POSTPONED, 1);
  }

  /** Whether nobody is on the way in any more. */
  boolean isSettled() {
    return clients.stream()
        .noneMatch(client ->
            client.state() == Attendee.State.NEW
                || client.state() == Attendee.State.SIGNALING
                || client.state() == Attendee.State.CONNECTING);
  }

  long joinedNow() {
    return clients.stream().filter(client -> client.state() == Attendee.State.JOINED).count();
  }

  /** Of those, the ones that watch. */
  long watchingNow() {
    return clients.stream()
        .filter(client -> client.role().watches() && client.state() == Attendee.State.JOINED)
        .count();
  }

  List<Attendee> clients() {
    return Collections.unmodifiableList(clients);
  }

  /** Begins turns, comings and goings, and cuts, until the run stops the director. */
  void enliven() {
    Scenario.Timing timing = scenario.timing();
    if (!timing.turn().isZero()) {
      director.every(timing.turn().toNanos(), this::passTurn);
      passTurn();
    }
    if (timing.churn() > 0) {
      director.every(Math.round(NS_PER_SECOND / timing.churn()), this::replaceOne);
    }
    if (!timing.reconnects().every().isZero()) {
      director.every(timing.reconnects().every().toNanos(), this::cutSome);
    }
  }

  /** In each room the next publisher talks, all others are silent. */
  private void passTurn() {
    Map<String, List<Attendee>> speakers = new HashMap<>();
    for (Attendee client : clients) {
      if (client.role().publishes() && client.state() == Attendee.State.JOINED) {
        speakers.computeIfAbsent(client.room(), room -> new ArrayList<>()).add(client);
      }
    }
    speakers.forEach((room, inRoom) -> {
      int turn = turns.merge(room, 1, Integer::sum) % inRoom.size();
      for (int i = 0; i < inRoom.size(); i++) {
        inRoom.get(i).setSending(i == turn);
      }
    });
  }

  /** One viewer leaves, another comes. */
  private void replaceOne() {
    List<Attendee> viewers = joined(ClientRole.VIEWER);
    if (viewers.isEmpty()) {
      return;
    }
    Attendee leaving = viewers.get(random.nextInt(viewers.size()));
    tally.add(Figure.CLIENTS_REPLACED, 1);
    keepMilestones(leaving);
    leaving.leave();
    clients.remove(leaving);
    start(create(ClientRole.VIEWER, leaving.room()));
  }

  /** Of a client that is about to lose its media. */
  private void keepMilestones(Attendee client) {
    Optional<CompletableFuture<Void>> _ =
        client
            .snapshot()
            .map(future ->
                future.thenAcceptAsync(
                    snapshot -> tally.joined(client.role(), snapshot), director));
  }

  private List<Attendee> joined(ClientRole role) {
    return clients.stream()
        .filter(client -> client.role() == role && client.state() == Attendee.State.JOINED)
        .toList();
  }

  private void cutSome() {
    Scenario.Reconnects reconnects = scenario.timing().reconnects();
    for (Attendee client : List.copyOf(clients)) {
      if (client.state() == Attendee.State.JOINED && random.nextDouble() < reconnects.share()) {
        if (reconnects.cut() == Scenario.Cut.WEBSOCKET && around.signaling().resumes()) {
          resume(client);
        } else {
          rejoin(client);
        }
      }
    }
  }

  private void resume(Attendee client) {
    long startNs = System.nanoTime();
    client
        .resume()
        .onComplete(result ->
            director.execute(() -> {
              tally.add(result.succeeded() ? Figure.RECONNECTS : Figure.RECONNECTS_FAILED, 1);
              if (result.succeeded()) {
                tally.took(Timing.RECONNECT, System.nanoTime() - startNs);
              }
            }));
  }

  private void rejoin(Attendee client) {
    keepMilestones(client);
    expireLater(client, client.rejoin());
  }
}
