package io.weir.core.io;

/**
 * Waits for a worker's sockets, for time to pass, or for another thread's call. Only {@link
 * #wakeUp} may be called from other threads than the worker's.
 */
interface Poller extends AutoCloseable {

  /**
   * Waits until a socket is readable, {@link #wakeUp} is called, or the time is over. Returns at
   * once when {@link #wakeUp} was called since the last call; may return without a reason.
   *
   * @param timeoutNs how long to wait; 0 or less only looks, {@code Long.MAX_VALUE} is for ever
   */
  void await(long timeoutNs);

  /** Whether the last {@link #await} found something to read at a socket. */
  boolean isReadable(int socket);

  /** Whether the last {@link #await} found something to do at TCP ports and connections. */
  boolean hasTcpNews();

  /** Ends the present or the next {@link #await}. Cheap while the worker is awake. Any thread. */
  void wakeUp();

  /** Frees what it holds; the sockets stay open. */
  @Override
  void close();
}
