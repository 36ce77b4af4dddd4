package io.weir.core.server;

import io.weir.core.control.Command;
import io.weir.core.io.MediaWorkerProxy;
import io.weir.core.room.RoomMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which worker holds which participant. A room begins on the worker with the fewest participants
 * and stays there, unless a test's placement spreads it. Any thread.
 */
final class Placement {
  private final List<MediaWorkerProxy> workers;
  private final @Nullable ToIntFunction<String> override;
  private final int[] load;
  private final Map<String, RoomPlace> rooms = new HashMap<>();
  private final Map<Long, ParticipantPlace> participants = new HashMap<>();
  private long lastParticipant;

  /** Where a participant is. */
  private record ParticipantPlace(RoomPlace room, MediaWorkerProxy worker) {}

  /** Where a room is; its shares stay until it is empty. */
  private static final class RoomPlace {
    private final String name;
    private final long firstParticipant;
    private final MediaWorkerProxy home;
    private final List<MediaWorkerProxy> shares = new ArrayList<>();
    private int participants;

    private RoomPlace(String name, long firstParticipant, MediaWorkerProxy home) {
      this.name = name;
      this.firstParticipant = firstParticipant;
      this.home = home;
    }
  }

  /**
   * Nobody anywhere.
   *
   * @param override see {@link SfuConfig#placement}
   */
  Placement(List<MediaWorkerProxy> workers, @Nullable ToIntFunction<String> override) {
    this.workers = workers;
    this.override = override;
    this.load = new int[workers.size()];
  }

  /** Finds a place for somebody new; until {@code RemoveParticipant} it is theirs. */
  synchronized long place(String room) {
    long participant = ++lastParticipant;
    RoomPlace place =
        rooms.computeIfAbsent(room, name -> new RoomPlace(name, participant, leastLoaded()));
    MediaWorkerProxy worker =
        override == null ? place.home : workers.get(override.applyAsInt(room));
    place.participants++;
    load[worker.index()]++;
    participants.put(participant, new ParticipantPlace(place, worker));
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
    if (place == null || !place.room().name.equals(command.room())) {
      return;
    }
    if (command instanceof Command.AddParticipant) {
      openShare(place.room(), place.worker());
    }
    place.worker().submit(command);
    if (command instanceof Command.RemoveParticipant) {
      participants.remove(command.participant());
      load[place.worker().index()]--;
      if (--place.room().participants == 0) {
        place.room().shares.forEach(worker -> worker.closeRoom(command.room()));
        rooms.remove(command.room());
      }
    }
  }

  private static void openShare(RoomPlace room, MediaWorkerProxy worker) {
    if (room.shares.contains(worker)) {
      return;
    }
    worker.openRoom(room.name, room.firstParticipant);
    room.shares.add(worker);
    if (room.shares.size() > 1) {
      List<Integer> indexes = room.shares.stream().map(MediaWorkerProxy::index).toList();
      // The new one first: when the others' news reaches it, it knows of the room.
      room.shares
          .reversed()
          .forEach(share -> share.send(new RoomMessage.Workers(room.name, indexes)));
    }
  }

  private MediaWorkerProxy leastLoaded() {
    MediaWorkerProxy best = workers.getFirst();
    for (MediaWorkerProxy worker : workers) {
      if (load[worker.index()] < load[best.index()]) {
        best = worker;
      }
    }
    return best;
  }
}
