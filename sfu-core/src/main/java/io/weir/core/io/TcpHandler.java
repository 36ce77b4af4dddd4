package io.weir.core.io;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;

/** Takes what TCP connections bring; {@link MediaWorker} does. Worker thread only. */
interface TcpHandler {
  /** Packets are about to be taken from the pool. */
  void onBeforeRead();

  /** Takes a frame with the worker's reference to its packet. */
  void onFrame(Packet packet);

  /** The connection has ended: nothing more comes or goes over this path. */
  void onLost(NetworkPath path);
}
