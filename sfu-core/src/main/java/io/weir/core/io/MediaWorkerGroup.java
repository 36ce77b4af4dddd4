package io.weir.core.io;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All media workers of a server, with their threads {@code media-0}, {@code media-1}, …. */
public final class MediaWorkerGroup implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MediaWorkerGroup.class);

  private final List<MediaWorker> workers;
  private final List<MediaWorkerProxy> proxies;
  private final List<Thread> threads = new ArrayList<>();
  private boolean closed;

  private MediaWorkerGroup(List<MediaWorker> workers) {
    this.workers = workers;
    this.proxies = workers.stream().map(MediaWorkerProxy::new).toList();
  }

  /**
   * Binds every worker's sockets and starts their threads.
   *
   * @param addresses where each worker binds; their number is the number of workers
   * @throws IOException if one cannot be bound; nothing stays open then
   */
  public static MediaWorkerGroup start(
      MediaWorkerSettings settings, List<List<InetSocketAddress>> addresses) throws IOException {
    List<MediaWorker> workers = new ArrayList<>();
    Runnable[] wakeUps = new Runnable[addresses.size()];
    for (int i = 0; i < wakeUps.length; i++) {
      int index = i;
      wakeUps[i] = () -> workers.get(index).wakeUp();
    }
    LinkTable links = new LinkTable(settings.packets(), wakeUps);
    try {
      for (int i = 0; i < addresses.size(); i++) {
        workers.add(new MediaWorker(i, settings, addresses.get(i), links));
      }
    } catch (IOException e) {
      workers.forEach(MediaWorker::close);
      throw e;
    }
    MediaWorkerGroup group = new MediaWorkerGroup(List.copyOf(workers));
    for (MediaWorker worker : workers) {
      group.threads.add(
          Thread.ofPlatform()
              .name("media-" + worker.index())
              .uncaughtExceptionHandler(MediaWorkerGroup::reportDeath)
              .start(worker));
    }
    return group;
  }

  /** The way to each worker, by its index. */
  public List<MediaWorkerProxy> proxies() {
    return proxies;
  }

  /** Ends all rooms, threads and sockets, and frees their memory. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    workers.forEach(MediaWorker::stop);
    boolean interrupted = false;
    for (Thread thread : threads) {
      interrupted |= joinUninterruptibly(thread);
    }
    // Packets cross workers: only after all threads have ended does each find its own.
    workers.forEach(MediaWorker::takeLeftovers);
    workers.forEach(MediaWorker::close);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean joinUninterruptibly(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    return interrupted;
  }

  private static void reportDeath(Thread thread, Throwable cause) {
    LOG.error("Worker {} died; its rooms are dead until a restart", thread.getName(), cause);
  }
}
