package io.weir.core.io;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A worker's TCP connections (ICE-TCP, RFC 6544; Weir is always the passive end) and the limits
 * that keep strangers from filling it up. Worker thread only.
 *
 * <pre>
 *   accepted ──ICE check passes──▶ authenticated ──its session forgets the path──▶ closed
 *       └──── 10 s or 32 frames without one, bad frame, end of stream ───────────────▲
 * </pre>
 */
final class TcpConnections implements TcpPaths, AutoCloseable {
  /** How long a connection may last without an ICE check that passes. */
  static final long STRANGER_NS = TimeUnit.SECONDS.toNanos(10);

  private static final int MAX_ACCEPTED_PER_TURN = 16;
  private static final int MAX_READY_PER_TURN = 64;
  private static final long SWEEP_NS = TimeUnit.SECONDS.toNanos(1);
  private static final int SLOT_BITS = 10;
  private static final int SLOT_MASK = TcpAdmission.MAX_CONNECTIONS - 1;
  private static final int GENERATION_MASK = (NetworkPath.FIRST_TCP >> SLOT_BITS) - 1;

  private final TcpSystem system;
  private final PacketPool pool;
  private final PacketCounters counters;
  private final FrameBuffers buffers;
  private final ReadBuffers unread;
  private final TcpAdmission admission = new TcpAdmission();
  private final List<TcpListener> listeners = new ArrayList<>();
  private final @Nullable TcpConnection[] slots =
      new @Nullable TcpConnection[TcpAdmission.MAX_CONNECTIONS];
  private final int[] ready = new int[MAX_READY_PER_TURN];
  private int generation;
  private int size;
  private long nextSweepNs;
  private boolean paused;

  /**
   * Without listeners yet.
   *
   * @param arena lives longer than the result
   */
  TcpConnections(TcpSystem system, Arena arena, PacketPool pool, PacketCounters counters) {
    this.system = system;
    this.pool = pool;
    this.counters = counters;
    buffers = new FrameBuffers(arena);
    unread = new ReadBuffers(arena);
  }

  /** Takes connections from a listener, whose id is the number of listeners so far. */
  void add(TcpListener listener) {
    listeners.add(listener);
  }

  /** Number of connections. */
  int size() {
    return size;
  }

  /** Sends a packet that has two free bytes before it. */
  void send(NetworkPath path, MemorySegment segment, long offset, int length) {
    TcpConnection connection = find(path.socket());
    if (connection == null) {
      counters.increment(PacketCounter.TCP_GONE);
    } else {
      connection.send(segment, offset, length);
    }
  }

  /** Whether {@link #receive} has something to do even without news from the system. */
  boolean hasUnread() {
    return !unread.isEmpty();
  }

  /** Accepts, reads and writes where there is news; true if there is more to do at once. */
  boolean receive(TcpHandler handler, long nowNs) {
    boolean more = handleUnread(handler, nowNs);
    int count = system.poll(ready);
    more |= count == ready.length;
    for (int i = 0; i < count; i++) {
      if (ready[i] < NetworkPath.FIRST_TCP) {
        accept(listeners.get(ready[i]), handler, nowNs);
      } else {
        more |= serve(ready[i], handler, nowNs);
      }
    }
    return more;
  }

  /** Ends what has come to its end; cheap to call in every turn. */
  void handleTimeout(TcpHandler handler, long nowNs) {
    if ((size == 0 && !paused) || nextSweepNs - nowNs > 0) {
      return;
    }
    nextSweepNs = nowNs + SWEEP_NS;
    for (TcpConnection connection : slots) {
      if (connection == null) {
        continue;
      }
      if (connection.isBroken()) {
        end(connection, PacketCounter.TCP_ENDED, handler);
      } else if (!connection.isAuthenticated() && nowNs - connection.acceptedNs() >= STRANGER_NS) {
        end(connection, PacketCounter.TCP_EXPIRED, handler);
      }
    }
    if (paused) {
      paused = false;
      listeners.forEach(listener -> listener.watchConnections(true));
    }
  }

  @Override
  public void onPathTaken(NetworkPath path) {
    TcpConnection connection = find(path.socket());
    if (connection != null) {
      connection.authenticate();
      admission.authenticate(path.socket() & SLOT_MASK);
    }
  }

  @Override
  public void onPathReleased(NetworkPath path) {
    TcpConnection connection = find(path.socket());
    if (connection != null) {
      remove(connection);
    }
  }

  @Override
  public void close() {
    for (TcpConnection connection : slots) {
      if (connection != null) {
        remove(connection);
      }
    }
    listeners.forEach(TcpListener::close);
    system.close();
  }

  /** Goes on where the turn before stopped, each connection with its share of this turn. */
  private boolean handleUnread(TcpHandler handler, long nowNs) {
    if (unread.isEmpty()) {
      return false;
    }
    for (int i = 0; i < ReadBuffers.PLACES; i++) {
      TcpConnection connection = unread.owner(i);
      if (connection != null) {
        read(connection, handler, nowNs);
      }
    }
    return true;
  }

  private boolean serve(int id, TcpHandler handler, long nowNs) {
    TcpConnection connection = find(id);
    if (connection == null) {
      return false;
    }
    connection.flush();
    // What waits had its share of this turn.
    return connection.hasUnread() || read(connection, handler, nowNs);
  }

  private boolean read(TcpConnection connection, TcpHandler handler, long nowNs) {
    TcpConnection.ReadResult result = connection.read(handler, nowNs);
    if (result == TcpConnection.ReadResult.ENDED
        && find(connection.path().socket()) == connection) {
      end(connection, PacketCounter.TCP_ENDED, handler);
    }
    return result == TcpConnection.ReadResult.MORE;
  }

  private void accept(TcpListener listener, TcpHandler handler, long nowNs) {
    for (int i = 0; i < MAX_ACCEPTED_PER_TURN; i++) {
      int slot = admission.slotForOneMore(nowNs);
      generation = (generation + 1) & GENERATION_MASK;
      int id = NetworkPath.FIRST_TCP | (generation << SLOT_BITS) | (slot & SLOT_MASK);
      TcpStream stream = listener.accept(id);
      if (stream == null) {
        if (i == 0) {
          pause(listener, nowNs);
        }
        return;
      }
      InetAddress remote = stream.remoteAddress().getAddress();
      long high = InternetAddress.high(remote);
      long low = InternetAddress.low(remote);
      if (slot == TcpAdmission.NONE || !admission.admits(high, low)) {
        counters.increment(PacketCounter.TCP_REFUSED);
        stream.close();
        continue;
      }
      TcpConnection stranger = slots[slot];
      if (stranger != null) {
        end(stranger, PacketCounter.TCP_DISPLACED, handler);
      }
      add(new NetworkPath(id, high, low, stream.remoteAddress().getPort()), stream, nowNs);
    }
  }

  private void add(NetworkPath path, TcpStream stream, long nowNs) {
    counters.increment(PacketCounter.TCP_ACCEPTED);
    int slot = path.socket() & SLOT_MASK;
    FrameReader reader = new FrameReader(pool, counters);
    slots[slot] = new TcpConnection(path, stream, reader, unread, buffers, counters, nowNs);
    admission.add(slot, path.addressHigh(), path.addressLow(), nowNs);
    if (size++ == 0 && !paused) {
      nextSweepNs = nowNs + SWEEP_NS;
    }
  }

  /**
   * After news of a connection that cannot be had, because the process has no descriptors left: to
   * look again at once would turn the worker in circles.
   */
  private void pause(TcpListener listener, long nowNs) {
    listener.watchConnections(false);
    paused = true;
    nextSweepNs = nowNs + SWEEP_NS;
  }

  private @Nullable TcpConnection find(int id) {
    TcpConnection connection = slots[id & SLOT_MASK];
    return connection != null && connection.path().socket() == id ? connection : null;
  }

  private void end(TcpConnection connection, PacketCounter reason, TcpHandler handler) {
    counters.increment(reason);
    remove(connection);
    handler.onLost(connection.path());
  }

  private void remove(TcpConnection connection) {
    connection.close();
    int slot = connection.path().socket() & SLOT_MASK;
    slots[slot] = null;
    admission.remove(slot);
    size--;
  }
}
