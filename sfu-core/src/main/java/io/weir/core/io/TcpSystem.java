package io.weir.core.io;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * How TCP reaches the system: makes a worker's listeners, and tells which of them and of their
 * connections have news. Only the worker's thread may call it.
 */
interface TcpSystem extends AutoCloseable {
  /** How many connections wait at most to be accepted. */
  int BACKLOG = 256;

  /**
   * What is asked of the kernel for sending on one connection. More would let seconds of media pile
   * up before a slow client; this is some 100 ms at 20 Mbit/s.
   */
  int KERNEL_SEND_BYTES = 256 << 10;

  /**
   * Listens on an address.
   *
   * @param id what {@link #poll} will tell of it
   * @throws IOException if the address or port cannot be had
   */
  TcpListener listen(InetSocketAddress address, int id) throws IOException;

  /** The ids of those with news since the poller's last wait, up to the array's length. */
  int poll(int[] ids);

  @Override
  void close();
}
