package io.weir.core.io;

import io.weir.core.control.Command;
import io.weir.core.control.WorkerStatistics;
import io.weir.core.counter.LatencyHistogram;
import io.weir.core.counter.PacketCounters;
import io.weir.core.room.RoomMessage;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The only way into a media worker from other threads. Never waits: what is asked takes effect on
 * the worker's thread, in the order in which one thread asked.
 */
public final class MediaWorkerProxy {
  private final MediaWorker worker;

  MediaWorkerProxy(MediaWorker worker) {
    this.worker = worker;
  }

  /**
   * Begins the worker's share of a room.
   *
   * @param firstParticipant the room's first; nobody in it has a smaller id
   */
  public void openRoom(String room, long firstParticipant) {
    worker.submit(() -> worker.shares().open(room, firstParticipant));
  }

  /** Ends the worker's share of a room. */
  public void closeRoom(String room) {
    worker.submit(() -> worker.shares().close(room, worker.nowNs()));
  }

  /** Hands a command over. */
  public void submit(Command command) {
    worker.submit(() -> worker.shares().handle(command, worker.nowNs()));
  }

  /** Hands a message of the server over. */
  public void send(RoomMessage message) {
    worker.submit(() -> worker.shares().handleMessage(message, worker.nowNs()));
  }

  /** Index of the worker. */
  public int index() {
    return worker.index();
  }

  /** What its sockets are bound to, by socket index. */
  public List<InetSocketAddress> localAddresses() {
    return worker.localAddresses();
  }

  /** The worker's counters; reading them is for every thread. */
  public PacketCounters counters() {
    return worker.counters();
  }

  /** Which share of its time the worker was busy, 0 to 1, over the last whole second. */
  public double busyRatio() {
    return worker.busyRatio();
  }

  /**
   * Asks for what happened to everybody on the worker, or to those of one room. The answer fails
   * when the worker ended or is asked too often, and may never come from one that is stuck.
   */
  public CompletableFuture<WorkerStatistics> statistics(@Nullable String room) {
    return worker.statistics(room);
  }

  /** What is known of the worker when it does not answer. */
  public WorkerStatistics statisticsWithoutAnswer() {
    return worker.statisticsOf(false, List.of());
  }

  /** How long forwarded packets took; reading it is for every thread. */
  public LatencyHistogram latency() {
    return worker.latency();
  }

  /** Packets that were free at the end of the worker's last turn. */
  public int freePackets() {
    return worker.freePackets();
  }
}
