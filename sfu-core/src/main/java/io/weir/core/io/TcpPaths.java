package io.weir.core.io;

import io.weir.core.buffer.NetworkPath;

/**
 * Hears which TCP connections belong to somebody: {@link TransportDirectory} tells {@link
 * TcpConnections}. Worker thread only.
 */
interface TcpPaths {
  /** An ICE check passed on this connection. */
  void onPathTaken(NetworkPath path);

  /** Whoever had this connection no longer wants it. */
  void onPathReleased(NetworkPath path);
}
