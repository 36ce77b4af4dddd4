package io.weir.core.io;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * One media worker without a thread of its own, for whoever wants to measure what its turns cost:
 * the thread that opened it calls {@link #turn}. Alone on its server, it has no other workers.
 */
public final class ManualWorker implements AutoCloseable {
  private final MediaWorker worker;
  private final MediaWorkerProxy proxy;

  private ManualWorker(MediaWorker worker) {
    this.worker = worker;
    proxy = new MediaWorkerProxy(worker);
  }

  /**
   * Binds its sockets.
   *
   * @throws IOException if one cannot be bound
   */
  public static ManualWorker open(MediaWorkerSettings settings, List<InetSocketAddress> addresses)
      throws IOException {
    LinkTable links = new LinkTable(settings.packets(), () -> {});
    return new ManualWorker(new MediaWorker(0, settings, addresses, links));
  }

  /** How to reach it. */
  public MediaWorkerProxy proxy() {
    return proxy;
  }

  /** Looks whether there is something to do, and does it. */
  public void turn() {
    worker.await(0);
    worker.turn();
  }

  /** Ends all rooms and frees memory and sockets. */
  @Override
  public void close() {
    worker.stop();
    worker.run();
    worker.close();
  }
}
