package io.weir.core.io;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketRecycler;
import io.weir.core.control.Command;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
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
  private record Share(Room room, long firstParticipant) {}

  private final Map<String, Share> shares = new HashMap<>();
  private final Function<String, Room> factory;
  private final PacketCounters counters;
  private final PacketRecycler recycler;

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
    shares.computeIfAbsent(name, key -> new Share(factory.apply(key), firstParticipant));
    roomsChanged();
  }

  /** Ends a share; everybody still in it is removed. */
  void close(String name, long nowNs) {
    Share share = shares.remove(name);
    if (share != null) {
      roomsChanged();
      guard(share.room(), () -> share.room().close(nowNs));
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
    for (Room room : rooms) {
      long deadlineNs = room.nextDeadlineNs();
      if (deadlineNs != Long.MAX_VALUE && deadlineNs - nowNs <= 0) {
        try {
          room.handleTimeout(nowNs);
        } catch (TransportDefect e) {
          Defects.contain(e);
        } catch (RuntimeException e) {
          report(room, e);
        }
      }
    }
  }

  /** How long until the first timer, 0 if it is due; {@code Long.MAX_VALUE} for never. */
  long untilDeadlineNs(long nowNs) {
    long until = Long.MAX_VALUE;
    for (Room room : rooms) {
      long deadlineNs = room.nextDeadlineNs();
      if (deadlineNs != Long.MAX_VALUE) {
        until = Math.min(until, Math.max(deadlineNs - nowNs, 0));
      }
    }
    return until;
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
