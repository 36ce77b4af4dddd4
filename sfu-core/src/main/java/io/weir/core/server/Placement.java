package io.weir.core.server;

import io.weir.core.control.Command;
import io.weir.core.io.MediaWorkerProxy;
import io.weir.core.room.RoomMessage;
import io.weir.core.server.PlacementRule.WorkerLoad;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which worker holds which participant, as {@link PlacementRule} decides, unless a test's placement
 * does. Any thread.
 */
final class Placement {
  private final List<MediaWorkerProxy> workers;
  private final PlacementRule rule;
  private final @Nullable ToIntFunction<String> override;

  /** Packets per second expected on each worker. */
  private final long[] loads;

  private final Map<String, RoomPlace> rooms = new HashMap<>();
  private final Map<Long, ParticipantPlace> participants = new HashMap<>();
  private long lastParticipant;

  /** Where a participant is. */
  private record ParticipantPlace(RoomPlace room, MediaWorkerProxy worker) {}

  /**
   * Nobody anywhere.
   *
   * @param override see {@link SfuConfig#placement}
   */
  Placement(
      List<MediaWorkerProxy> workers,
      PlacementRule rule,
      @Nullable ToIntFunction<String> override) {
    this.workers = workers;
    this.rule = rule;
    this.override = override;
    this.loads = new long[workers.size()];
  }

  /** Finds a place for somebody new; until {@code RemoveParticipant} it is theirs. */
  synchronized long place(String room) {
    long participant = ++lastParticipant;
    List<WorkerLoad> measured = loads();
    RoomPlace place =
        rooms.computeIfAbsent(
            room, name -> new RoomPlace(name, participant, rule.forNewRoom(measured), loads));
    int worker =
        override == null ? rule.forNewcomer(place.shares(), measured) : override.applyAsInt(room);
    place.seat(participant, worker);
    participants.put(participant, new ParticipantPlace(place, workers.get(worker)));
    return participant;
  }

  /**
   * The worker of a participant.
   *
   * @throws IllegalArgumentException if there is no such participant
   */
  synchronized MediaWorkerProxy workerOf(long participant) {
    ParticipantPlace place = participants.get(participant);
    if (place == null) {
      throw new IllegalArgumentException("unknown participant " + participant);
    }
    return place.worker();
  }

  /** Hands a command to the right worker; one for nobody known does nothing. */
  synchronized void submit(Command command) {
    ParticipantPlace place = participants.get(command.participant());
    if (place == null || !place.room().name().equals(command.room())) {
      return;
    }
    RoomPlace room = place.room();
    if (command instanceof Command.AddParticipant) {
      openShare(room, place.worker());
    }
    place.worker().submit(command);
    if (command instanceof Command.Negotiate agreed) {
      room.demand(command.participant(), Demand.of(agreed));
    }
    if (command instanceof Command.RemoveParticipant) {
      participants.remove(command.participant());
      room.leave(command.participant());
      if (room.isEmpty()) {
        room.opened().forEach(worker -> workers.get(worker).closeRoom(command.room()));
        rooms.remove(command.room());
      }
    }
  }

  private void openShare(RoomPlace room, MediaWorkerProxy worker) {
    List<Integer> opened = room.opened();
    if (opened.contains(worker.index())) {
      return;
    }
    worker.openRoom(room.name(), room.firstParticipant());
    opened.add(worker.index());
    if (opened.size() > 1) {
      // The new one first: when the others' news reaches it, it knows of the room.
      RoomMessage news = new RoomMessage.Workers(room.name(), opened);
      opened.reversed().forEach(share -> workers.get(share).send(news));
    }
  }

  private List<WorkerLoad> loads() {
    List<WorkerLoad> all = new ArrayList<>();
    for (MediaWorkerProxy worker : workers) {
      all.add(new WorkerLoad(worker.busyRatio(), loads[worker.index()]));
    }
    return all;
  }
}
