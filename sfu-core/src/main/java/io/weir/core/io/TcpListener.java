package io.weir.core.io;

import org.jspecify.annotations.Nullable;

/** One bound TCP port on one address. Only its worker's thread may call it. */
interface TcpListener extends AutoCloseable {
  /**
   * Takes the next connection, without waiting.
   *
   * @param id what {@link TcpSystem#poll} will tell of it
   * @return null when there is none, or when the system has no room for one
   */
  @Nullable TcpStream accept(int id);

  /** Whether {@link TcpSystem#poll} tells of new connections; at first it does. */
  void watchConnections(boolean watch);

  /** No longer listens. */
  @Override
  void close();
}
