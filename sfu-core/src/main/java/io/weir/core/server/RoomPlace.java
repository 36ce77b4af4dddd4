package io.weir.core.server;

import io.weir.core.server.PlacementRule.Share;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the participants of one room are, and what is expected for them. Guarded by its owner. */
final class RoomPlace {
  private final String name;
  private final long firstParticipant;
  private final int home;
  private final long[] workerLoads;
  private final Map<Long, Seat> seats = new LinkedHashMap<>();

  /** Participants by worker; the workers in the order in which the room came to them. */
  private final Map<Integer, Integer> shares = new LinkedHashMap<>();

  /** Workers that were told of the room; each keeps its share until the room is empty. */
  private final List<Integer> opened = new ArrayList<>();

  private int audioTracks;
  private int videoTracks;

  /** One participant's place. */
  private static final class Seat {
    private final int worker;
    private Demand demand = Demand.UNKNOWN;
    private int packetsPerSecond;

    private Seat(int worker) {
      this.worker = worker;
    }
  }

  /**
   * A room with nobody in it yet.
   *
   * @param home the worker where it begins
   * @param workerLoads packets per second expected on each worker, which the room keeps up to date
   */
  RoomPlace(String name, long firstParticipant, int home, long[] workerLoads) {
    this.name = name;
    this.firstParticipant = firstParticipant;
    this.home = home;
    this.workerLoads = workerLoads;
  }

  String name() {
    return name;
  }

  /** The id of its first participant; nobody in it has a smaller one. */
  long firstParticipant() {
    return firstParticipant;
  }

  boolean isEmpty() {
    return seats.isEmpty();
  }

  /** Its shares, its home first. */
  List<Share> shares() {
    List<Share> all = new ArrayList<>();
    if (!shares.containsKey(home)) {
      all.add(new Share(home, 0));
    }
    shares.forEach((worker, participants) -> all.add(new Share(worker, participants)));
    return all;
  }

  /** The workers that were told of the room, in that order. */
  List<Integer> opened() {
    return opened;
  }

  void seat(long participant, int worker) {
    Seat seat = new Seat(worker);
    seats.put(participant, seat);
    shares.merge(worker, 1, Integer::sum);
    weigh(seat);
  }

  /** Takes what a participant agreed on. */
  void demand(long participant, Demand demand) {
    Seat seat = seats.get(participant);
    if (seat == null) {
      return;
    }
    int audioBefore = audioTracks;
    int videoBefore = videoTracks;
    change(seat, demand);
    if (audioTracks == audioBefore && videoTracks == videoBefore) {
      weigh(seat);
    } else {
      seats.values().forEach(this::weigh);
    }
  }

  void leave(long participant) {
    demand(participant, new Demand(0, 0, 0, 0));
    Seat seat = seats.remove(participant);
    if (seat != null) {
      workerLoads[seat.worker] -= seat.packetsPerSecond;
      shares.merge(seat.worker, -1, Integer::sum);
    }
  }

  private void change(Seat seat, Demand demand) {
    audioTracks += demand.audioTracks() - seat.demand.audioTracks();
    videoTracks += demand.videoTracks() - seat.demand.videoTracks();
    seat.demand = demand;
  }

  private void weigh(Seat seat) {
    int next = seat.demand.packetsPerSecond(audioTracks, videoTracks);
    workerLoads[seat.worker] += next - seat.packetsPerSecond;
    seat.packetsPerSecond = next;
  }
}
