package io.weir.core.io;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.transport.Transport;
import io.weir.core.transport.TransportIndex;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A worker's transports: by username fragment, by path, and those whose DTLS handshake has news.
 * Worker thread only, but for the tasks of {@link #wakeUp}.
 */
final class TransportDirectory implements TransportIndex {
  private final UfragTable<Transport> byUfrag = new UfragTable<>();
  private final AddressTable<Transport> byPath = new AddressTable<>();
  private final Queue<Progress> progress = new ConcurrentLinkedQueue<>();
  private final TcpPaths connections;
  private final Runnable wakeUpWorker;

  /**
   * An empty directory.
   *
   * @param connections hears whose TCP connections are
   * @param wakeUpWorker makes the worker look for progress; any thread
   */
  TransportDirectory(TcpPaths connections, Runnable wakeUpWorker) {
    this.connections = connections;
    this.wakeUpWorker = wakeUpWorker;
  }

  /** Whom a STUN request is for, or null. */
  @Nullable Transport findByUfrag(long key) {
    return byUfrag.get(key);
  }

  /** Whom any other datagram is for, or null. */
  @Nullable Transport findByPath(Packet packet) {
    return byPath.get(packet);
  }

  /** Whose path this is, or null. */
  @Nullable Transport findByPath(NetworkPath path) {
    return byPath.get(path);
  }

  /** The next transport whose DTLS has news, or null. */
  @Nullable Transport pollProgress() {
    Progress next = progress.poll();
    return next == null ? null : next.accept();
  }

  @Override
  public void addUsernameFragment(long key, Transport transport) {
    byUfrag.put(key, transport);
  }

  @Override
  public void removeUsernameFragment(long key) {
    byUfrag.remove(key);
  }

  @Override
  public void addPath(NetworkPath path, Transport transport) {
    if (byPath.get(path) == null) {
      byPath.put(path, transport);
      if (path.isTcp()) {
        connections.onPathTaken(path);
      }
    }
  }

  @Override
  public void removePath(NetworkPath path, Transport transport) {
    if (byPath.get(path) == transport) {
      byPath.remove(path);
      if (path.isTcp()) {
        connections.onPathReleased(path);
      }
    }
  }

  @Override
  public Runnable wakeUp(Transport transport) {
    return new Progress(transport);
  }

  /** Queues its transport once, however often a handshake calls before the worker comes. */
  private final class Progress implements Runnable {
    private final Transport transport;
    private final AtomicBoolean queued = new AtomicBoolean();

    private Progress(Transport transport) {
      this.transport = transport;
    }

    @Override
    public void run() {
      if (queued.compareAndSet(false, true)) {
        progress.add(this);
        wakeUpWorker.run();
      }
    }

    private Transport accept() {
      queued.set(false);
      return transport;
    }
  }
}
