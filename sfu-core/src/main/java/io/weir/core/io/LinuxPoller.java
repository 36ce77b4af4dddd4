package io.weir.core.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Waits in ppoll(2); an eventfd(2) wakes it. */
public final class LinuxPoller implements Poller {
  private static final long ENTRY_BYTES = 8;
  private static final long DESCRIPTOR = 0;
  private static final long EVENTS = 4;
  private static final long RESULT = 6;
  private static final long NO_TIMEOUT = 0;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private static final int AWAKE = 0;
  private static final int WAITING = 1;
  private static final int WOKEN = 2;

  /** Whether the worker must be woken; only then does {@link #wakeUp} cost a system call. */
  private final AtomicInteger state = new AtomicInteger(AWAKE);

  private final MemorySegment entries;
  private final MemorySegment timeout;
  private final MemorySegment eventValue;
  private final int sockets;
  private final int event;
  private boolean closed;

  /**
   * A poller for one epoll set, whose news {@link #hasTcpNews} tells of: for threads that keep all
   * their sockets in it.
   *
   * @param arena lives until after {@link #close}
   * @throws IOException if the kernel has no eventfd left
   */
  public LinuxPoller(Arena arena, int set) throws IOException {
    this(arena, List.of(), set);
  }

  /**
   * A poller for some sockets.
   *
   * @param arena lives until after {@link #close}
   * @param tcp an epoll set
   * @throws IOException if the kernel has no eventfd left
   */
  LinuxPoller(Arena arena, List<LinuxUdpSocket> sockets, int tcp) throws IOException {
    this.sockets = sockets.size();
    MemorySegment errorState = Libc.newErrorState(arena);
    entries = arena.allocate((this.sockets + 2) * ENTRY_BYTES, Long.BYTES);
    timeout = arena.allocate(2 * Long.BYTES, Long.BYTES);
    eventValue = arena.allocate(JAVA_LONG);
    event = Libc.eventfd(errorState, 0, Libc.EFD_NONBLOCK | Libc.EFD_CLOEXEC);
    if (event < 0) {
      throw new IOException("cannot open an eventfd (errno " + Libc.errno(errorState) + ")");
    }
    for (int i = 0; i < this.sockets; i++) {
      setEntry(i, sockets.get(i).descriptor());
    }
    setEntry(this.sockets, tcp);
    setEntry(this.sockets + 1, event);
  }

  @Override
  public void await(long timeoutNs) {
    long waitNs = state.compareAndSet(AWAKE, WAITING) ? Math.max(timeoutNs, 0) : 0;
    timeout.set(JAVA_LONG, 0, waitNs / NANOS_PER_SECOND);
    timeout.set(JAVA_LONG, Long.BYTES, waitNs % NANOS_PER_SECOND);
    int ready =
        Libc.ppoll(
            entries.address(),
            sockets + 2L,
            timeoutNs == Long.MAX_VALUE && waitNs != 0 ? NO_TIMEOUT : timeout.address());
    // An exchange, not a store: what a waking thread queued before is visible from here on.
    state.getAndSet(AWAKE);
    if (ready < 0) {
      // EINTR leaves the results undefined.
      for (int i = 0; i <= sockets; i++) {
        entries.set(JAVA_SHORT, i * ENTRY_BYTES + RESULT, (short) 0);
      }
    } else if (hasResult(sockets + 1)) {
      Libc.eventfdRead(event, eventValue.address());
    }
  }

  @Override
  public boolean isReadable(int socket) {
    return hasResult(socket);
  }

  @Override
  public boolean hasTcpNews() {
    return hasResult(sockets);
  }

  @Override
  public void wakeUp() {
    if (state.getAndSet(WOKEN) == WAITING) {
      writeEvent();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    Libc.close(event);
  }

  private synchronized void writeEvent() {
    // After close() the number could belong to another file.
    if (!closed) {
      Libc.eventfdWrite(event, 1);
    }
  }

  private void setEntry(int index, int descriptor) {
    entries.set(JAVA_INT, index * ENTRY_BYTES + DESCRIPTOR, descriptor);
    entries.set(JAVA_SHORT, index * ENTRY_BYTES + EVENTS, Libc.POLLIN);
  }

  private boolean hasResult(int index) {
    return entries.get(JAVA_SHORT, index * ENTRY_BYTES + RESULT) != 0;
  }
}
