package io.weir.core.io;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.buffer.PacketRecycler;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.room.RoomMessage;
import io.weir.core.room.TrackHandle;
import io.weir.core.room.WorkerLinks;

/**
 * One worker's links to and from all others, and the way home for packets. That worker's thread
 * only.
 */
final class Neighbours implements WorkerLinks, PacketRecycler {
  private final int self;
  private final PacketPool pool;
  private final PacketCounters counters;
  private final WorkerLink[] outgoing;
  private final WorkerLink[] incoming;
  private final Runnable[] wakeUps;
  private final boolean[] mustWake;

  /**
   * The links of one worker; all arrays are by worker index.
   *
   * @param outgoing what this worker gives to others
   * @param incoming what others give to this worker
   * @param wakeUps wake the others
   */
  Neighbours(
      PacketPool pool,
      PacketCounters counters,
      WorkerLink[] outgoing,
      WorkerLink[] incoming,
      Runnable[] wakeUps) {
    this.self = pool.owner();
    this.pool = pool;
    this.counters = counters;
    this.outgoing = outgoing;
    this.incoming = incoming;
    this.wakeUps = wakeUps;
    this.mustWake = new boolean[outgoing.length];
  }

  @Override
  public int self() {
    return self;
  }

  @Override
  public void forward(int worker, TrackHandle track, Packet packet) {
    packet.retain();
    if (outgoing[worker].forward(track, packet)) {
      mustWake[worker] = true;
      counters.increment(PacketCounter.HANDED_OVER);
    } else {
      pool.release(packet);
      counters.increment(PacketCounter.WORKER_QUEUE_FULL);
    }
  }

  @Override
  public void send(int worker, RoomMessage message) {
    outgoing[worker].send(message);
    mustWake[worker] = true;
  }

  @Override
  public void recycle(Packet packet) {
    int owner = packet.pool().owner();
    if (owner == self) {
      pool.release(packet);
    } else {
      incoming[owner].giveBack(packet);
    }
  }

  /**
   * Takes what the others gave, at most {@code limit} from each; true if there may be more.
   *
   * @param handler see {@link WorkerLink#drain}
   */
  boolean drain(PacketQueue.Handler<Object> handler, int limit) {
    boolean more = false;
    for (int i = 0; i < incoming.length; i++) {
      more |= i != self && incoming[i].drain(handler, limit) == limit;
    }
    return more;
  }

  /** Takes this worker's packets back that others are done with. */
  void takeReturned() {
    for (int i = 0; i < outgoing.length; i++) {
      Packet packet = i == self ? null : outgoing[i].pollReturned();
      while (packet != null) {
        pool.release(packet);
        packet = outgoing[i].pollReturned();
      }
    }
  }

  /** Wakes those that were given something; true if some of it still waits for room. */
  boolean flush() {
    boolean waiting = false;
    for (int i = 0; i < outgoing.length; i++) {
      waiting |= i != self && outgoing[i].retry();
      if (mustWake[i]) {
        mustWake[i] = false;
        wakeUps[i].run();
      }
    }
    return waiting;
  }
}
