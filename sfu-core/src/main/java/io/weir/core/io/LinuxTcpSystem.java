package io.weir.core.io;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;

/**
 * TCP through {@link Libc}. All listeners and connections stand in one epoll(7) set, which {@link
 * LinuxPoller} waits for like for one more socket: however many there are, they cost UDP nothing.
 * Worker thread only.
 */
final class LinuxTcpSystem implements TcpSystem {
  private static final int MAX_EVENTS = 64;

  /** {@code struct epoll_event} is packed on x86-64 and nowhere else (epoll_wait(2)). */
  private static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");

  private static final long EVENT_BYTES = PACKED ? 12 : 16;
  private static final long DATA = PACKED ? 4 : 8;

  private final Arena arena;
  private final MemorySegment errorState;
  private final MemorySegment events;
  private final MemorySegment event;
  private final int descriptor;

  /**
   * An empty set.
   *
   * @param arena lives until after {@link #close}
   * @throws IOException if the kernel has no descriptors left
   */
  LinuxTcpSystem(Arena arena) throws IOException {
    this.arena = arena;
    errorState = Libc.newErrorState(arena);
    events = arena.allocate(MAX_EVENTS * EVENT_BYTES, Long.BYTES);
    event = arena.allocate(EVENT_BYTES, Long.BYTES);
    descriptor = Libc.epollCreate1(errorState, Libc.EPOLL_CLOEXEC);
    if (descriptor < 0) {
      throw LinuxSockets.failure(errorState, "cannot open an epoll set");
    }
  }

  /** For poll(2). */
  int descriptor() {
    return descriptor;
  }

  @Override
  public TcpListener listen(InetSocketAddress address, int id) throws IOException {
    return new LinuxTcpListener(address, id, this, arena);
  }

  @Override
  public int poll(int[] ids) {
    int count = Libc.epollWait(descriptor, events.address(), Math.min(ids.length, MAX_EVENTS), 0);
    for (int i = 0; i < count; i++) {
      ids[i] = events.get(JAVA_INT_UNALIGNED, i * EVENT_BYTES + DATA);
    }
    return Math.max(count, 0);
  }

  /** Puts a descriptor into the set; closing it takes it out. False if the kernel refuses. */
  boolean add(int fd, int id) {
    return control(Libc.EPOLL_CTL_ADD, fd, id, Libc.EPOLLIN);
  }

  /** Changes what the set watches a descriptor for. */
  void watch(int fd, int id, int wanted) {
    control(Libc.EPOLL_CTL_MOD, fd, id, wanted);
  }

  /** Memory for the error number of this worker's TCP calls. */
  MemorySegment errorState() {
    return errorState;
  }

  @Override
  public void close() {
    Libc.close(descriptor);
  }

  private boolean control(int operation, int fd, int id, int wanted) {
    event.set(JAVA_INT, 0, wanted);
    event.set(JAVA_INT_UNALIGNED, DATA, id);
    return Libc.epollCtl(errorState, descriptor, operation, fd, event.address()) == 0;
  }
}
