package io.weir.core.io;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Opens a worker's sockets and what waits for them, in one of the ways of {@link IoKind}. Whoever
 * opens closes.
 */
interface SocketSystem {
  /**
   * Binds the next UDP socket.
   *
   * @throws IOException if the address or port cannot be had
   */
  UdpSocket openUdp(InetSocketAddress address) throws IOException;

  /** The socket opened last is closed and forgotten. */
  void forgetLastUdp();

  /** TCP beside it. */
  TcpSystem tcp();

  /**
   * What waits for all UDP sockets opened so far and for TCP.
   *
   * @throws IOException if the system has nothing left to wait with
   */
  Poller openPoller() throws IOException;
}
