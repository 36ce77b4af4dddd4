package io.weir.core.io;

import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.PacketCounters;

/** The links between all workers of a server; built before their threads start. */
final class LinkTable {
  private final WorkerLink[][] links;
  private final Runnable[] wakeUps;

  /**
   * Links between some workers.
   *
   * @param packets size of each worker's pool
   * @param wakeUps wake each worker
   */
  LinkTable(int packets, Runnable... wakeUps) {
    this.wakeUps = wakeUps;
    int workers = wakeUps.length;
    links = new WorkerLink[workers][workers];
    for (int from = 0; from < workers; from++) {
      for (int to = 0; to < workers; to++) {
        // A worker's link to itself stays unused.
        links[from][to] = new WorkerLink(from == to ? 1 : packets);
      }
    }
  }

  /** The links of one worker. */
  Neighbours neighboursOf(PacketPool pool, PacketCounters counters) {
    int self = pool.owner();
    WorkerLink[] incoming = new WorkerLink[links.length];
    for (int from = 0; from < links.length; from++) {
      incoming[from] = links[from][self];
    }
    return new Neighbours(pool, counters, links[self], incoming, wakeUps);
  }
}
