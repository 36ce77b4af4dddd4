package io.weir.core.io;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketRecycler;
import io.weir.core.control.Command;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.deadline.Deadline;
import io.weir.core.deadline.DeadlineHeap;
import io.weir.core.room.Room;
import io.weir.core.room.RoomMessage;
import io.weir.core.room.TrackHandle;
import io.weir.core.transport.TransportDefect;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker's shares of rooms. The server says when one begins and ends; what comes for others is
 * dropped. Worker thread only.
 */
final class RoomShares {
  private static final Logger LOG = LoggerFactory.getLogger(RoomShares.class);
  private static final Room[] NO_ROOMS = {};

  /**
   * A share, and the room's first participant: ids only grow, so that a message about an earlier
   * one belongs to a former room of the same name.
   */
  private record Share(Room room, long firstParticipant, Deadline<Room> deadline) {}

  private final Map<String, Share> shares = new HashMap<>();
  private final Function<String, Room> factory;
  private final PacketCounters counters;
  private final PacketRecycler recycler;

  /** The rooms' deadlines: those with nothing to do cost a turn nothing. */
  private final DeadlineHeap<Room> deadlines = new DeadlineHeap<>();

  /** The rooms of {@link #shares}, for loops that must not allocate. */
  private Room[] rooms = NO_ROOMS;

  /**
   * No shares yet.
   *
   * @param factory makes an empty share of a room by its name
   */
  RoomShares(Function<String, Room> factory, PacketCounters counters, PacketRecycler recycler) {
    this.factory = factory;
    this.counters = counters;
    this.recycler = recycler;
  }

  /** Begins a share of a room. */
  void open(String name, long firstParticipant) {
    if (!shares.containsKey(name)) {
      Room room = factory.apply(name);
      Deadline<Room> deadline = new Deadline<>(room);
      room.announceDeadlines(earlierNs -> deadlines.bringForward(deadline, earlierNs));
      shares.put(name, new Share(room, firstParticipant, deadline));
      roomsChanged();
    }
  }

  /** Ends a share; everybody still in it is removed. */
  void close(String name, long nowNs) {
    Share share = shares.remove(name);
    if (share != null) {
      roomsChanged();
      guard(share.room(), () -> share.room().close(nowNs));
      deadlines.remove(share.deadline());
    }
  }

  /** Ends all shares. */
  void closeAll(long nowNs) {
    for (Room room : rooms) {
      close(room.name(), nowNs);
    }
  }

  /** All shares, as they are now; replaced, never changed. */
  Room[] all() {
    return rooms;
  }

  /** Whether there is a share of a room. */
  boolean has(String name) {
    return shares.containsKey(name);
  }

  /** Carries out what signaling asked for. */
  void handle(Command command, long nowNs) {
    Share share = shares.get(command.room());
    if (share != null) {
      guard(share.room(), () -> share.room().handle(command, nowNs));
    }
  }

  /** Takes news from the server or from another worker. */
  void handleMessage(RoomMessage message, long nowNs) {
    Share share = shares.get(message.room());
    if (share != null && !isStale(message, share)) {
      guard(share.room(), () -> share.room().handleMessage(message, nowNs));
    }
  }

  /** Takes a packet from another worker, with this worker's reference to it. */
  void handleForwarded(TrackHandle track, Packet packet, long nowNs) {
    Share share = shares.get(track.room());
    if (share == null) {
      counters.increment(PacketCounter.RTP_UNKNOWN_STREAM);
      recycler.recycle(packet);
      return;
    }
    try {
      share.room().handleForwarded(track, packet, nowNs);
    } catch (TransportDefect e) {
      Defects.contain(e);
    } catch (RuntimeException e) {
      report(share.room(), e);
    }
  }

  /** Lets timers run. */
  void handleTimeout(long nowNs) {
    Room due = deadlines.takeDue(nowNs);
    while (due != null) {
      try {
        due.handleTimeout(nowNs);
      } catch (TransportDefect e) {
        Defects.contain(e);
      } catch (RuntimeException e) {
        report(due, e);
      } finally {
        // Also after an error, which the worker survives.
        setDeadline(due, nowNs);
      }
      due = deadlines.takeDue(nowNs);
    }
  }

  /** Not before the next turn, whatever the room wants: the worker has more to do. */
  private void setDeadline(Room room, long nowNs) {
    Share share = shares.get(room.name());
    if (share != null) {
      deadlines.set(share.deadline(), Math.max(room.nextDeadlineNs(), nowNs + 1));
    }
  }

  /** How long until the first timer, 0 if it is due; {@code Long.MAX_VALUE} for never. */
  long untilDeadlineNs(long nowNs) {
    long firstNs = deadlines.firstNs();
    return firstNs == Deadline.NEVER ? Long.MAX_VALUE : Math.max(firstNs - nowNs, 0);
  }

  /**
   * Gives up one old packet of each track, because the pool is about to be empty; false if none.
   */
  boolean dropOldestPackets() {
    boolean dropped = false;
    for (Room room : rooms) {
      dropped |= room.dropOldestPackets();
    }
    return dropped;
  }

  private static boolean isStale(RoomMessage message, Share share) {
    return message instanceof RoomMessage.Published published
        && published.track().participant() < share.firstParticipant();
  }

  private void roomsChanged() {
    rooms = shares.values().stream().map(Share::room).toArray(Room[]::new);
  }

  /** A defect of ours in one room must not take the others down with it. */
  private static void guard(Room room, Runnable action) {
    try {
      action.run();
    } catch (TransportDefect e) {
      Defects.contain(e);
    } catch (RuntimeException e) {
      report(room, e);
    }
  }

  private static void report(Room room, RuntimeException cause) {
    LOG.error("Room {} failed; this is a defect of Weir", room.name(), cause);
  }
}
