package io.weir.core.testkit;

import io.weir.core.control.Command;
import io.weir.core.control.Event;
import io.weir.core.control.SlotView;
import io.weir.core.room.RoomMessage;
import io.weir.core.srtp.JitsiSrtpEngine;
import io.weir.core.srtp.SrtpEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A whole call in virtual time: workers with the real media plane, clients, and the network between
 * them. Everything follows from the seed. One thread.
 */
public final class SimulatedCall {
  /** Name of the one room. */
  public static final String ROOM = "simulated";

  private static final long START_NS = 1_000_000_000_000L;

  private final NetworkSimulator network;
  private final SrtpEngine srtp;
  private final List<SimulatedWorker> workers = new ArrayList<>();
  private final List<SimulatedClient> clients = new ArrayList<>();
  private long nowNs = START_NS;

  /** A call on a number of workers, all of which have a share of the room. */
  public SimulatedCall(long seed, int workerCount) {
    this(seed, workerCount, new JitsiSrtpEngine());
  }

  /** The same with another SRTP at both ends, which all share. */
  public SimulatedCall(long seed, int workerCount, SrtpEngine srtp) {
    this.srtp = srtp;
    network = new NetworkSimulator(seed);
    for (int i = 0; i < workerCount; i++) {
      workers.add(new SimulatedWorker(i, ROOM, workers, srtp, seed + i));
    }
    List<Integer> indexes = IntStream.range(0, workerCount).boxed().toList();
    for (SimulatedWorker worker : workers) {
      worker.room().handleMessage(new RoomMessage.Workers(ROOM, indexes), nowNs);
    }
  }

  /** The present. */
  public long nowNs() {
    return nowNs;
  }

  /** A worker. */
  public SimulatedWorker worker(int index) {
    return workers.get(index);
  }

  /** Lets a client in, on a worker, over a link with the given conditions. */
  public SimulatedClient join(
      int worker, boolean publishes, int slots, NetworkSimulator.Conditions conditions) {
    return join(worker, new SimulatedMedia(publishes, slots, null, 0), conditions);
  }

  /** Lets a client in that may have a microphone and hear others. */
  public SimulatedClient join(
      int worker, SimulatedMedia media, NetworkSimulator.Conditions conditions) {
    SimulatedClient client =
        new SimulatedClient(
            ROOM, clients.size() + 1, workers.get(worker), srtp, network, conditions);
    clients.add(client);
    client.join(media, nowNs);
    return client;
  }

  /** Carries a command out on every worker; only the one that knows the participant acts. */
  public void submit(Command command) {
    workers.forEach(worker -> worker.room().handle(command, nowNs));
  }

  /** Asks for one track in one of a client's slots. */
  public void view(SimulatedClient viewer, int slot, SlotView.Target target) {
    String mid = SimulatedClient.slotMid(slot);
    submit(new Command.View(ROOM, viewer.id(), List.of(new SlotView(mid, target, 0, 0, 0))));
  }

  /** Says how large a picture one of a client's slots shows, of whomever the server chooses. */
  public void resize(SimulatedClient viewer, int slot, int width, int height) {
    SlotView view =
        new SlotView(
            SimulatedClient.slotMid(slot), new SlotView.Target.Automatic(), width, height, 0);
    submit(new Command.View(ROOM, viewer.id(), List.of(view)));
  }

  /** All events so far, of all workers. */
  public List<Event> events() {
    return workers.stream().flatMap(worker -> worker.events().stream()).toList();
  }

  /** Lets time pass. */
  public void run(long durationMs) {
    long endNs = nowNs + durationMs * 1_000_000L;
    while (step(endNs)) {
      // Each step is one moment at which something happens.
    }
    nowNs = endNs;
  }

  /** Lets time pass until a condition holds; fails after a limit. */
  public void runUntil(String what, long limitMs, BooleanSupplier condition) {
    long endNs = nowNs + limitMs * 1_000_000L;
    while (!condition.getAsBoolean()) {
      if (!step(endNs)) {
        throw new AssertionError("not within " + limitMs + " ms: " + what);
      }
    }
  }

  /** Everybody leaves; true when every packet is back in its pool afterwards. */
  public boolean end() {
    clients.forEach(client -> client.leave(nowNs));
    run(1_000);
    workers.forEach(worker -> worker.room().close(nowNs));
    run(1_000);
    return workers.stream().allMatch(SimulatedWorker::poolIsFull);
  }

  private boolean step(long endNs) {
    long next = network.nextDeadlineNs();
    for (SimulatedWorker worker : workers) {
      next = Math.min(next, worker.nextDeadlineNs());
    }
    for (SimulatedClient client : clients) {
      next = Math.min(next, client.nextDeadlineNs());
    }
    if (next - endNs > 0) {
      return false;
    }
    nowNs = Math.max(nowNs, next);
    network.handleTimeout(nowNs);
    workers.forEach(worker -> worker.handleTimeout(nowNs));
    clients.forEach(client -> client.handleTimeout(nowNs));
    return true;
  }
}
