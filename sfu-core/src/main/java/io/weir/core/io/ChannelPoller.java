package io.weir.core.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;

/** Waits in a {@link Selector}. */
final class ChannelPoller implements Poller {
  private static final long NANOS_PER_MILLISECOND = 1_000_000;

  private final Selector selector;
  private final SelectionKey[] keys;
  private final boolean[] readable;

  /**
   * A poller for some sockets, and whatever else is registered with the selector.
   *
   * @throws IOException if a socket cannot be waited for
   */
  ChannelPoller(Selector selector, List<ChannelUdpSocket> sockets) throws IOException {
    this.selector = selector;
    keys = new SelectionKey[sockets.size()];
    readable = new boolean[sockets.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = sockets.get(i).channel().register(selector, SelectionKey.OP_READ);
    }
  }

  @Override
  public void await(long timeoutNs) {
    try {
      if (timeoutNs <= 0) {
        selector.selectNow();
      } else if (timeoutNs == Long.MAX_VALUE) {
        selector.select();
      } else {
        // Rounded up: rounding down would spin through the last millisecond.
        selector.select((timeoutNs - 1) / NANOS_PER_MILLISECOND + 1);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the selector failed", e);
    }
    for (int i = 0; i < keys.length; i++) {
      readable[i] = selector.selectedKeys().remove(keys[i]);
    }
  }

  @Override
  public boolean isReadable(int socket) {
    return readable[socket];
  }

  @Override
  public boolean hasTcpNews() {
    return !selector.selectedKeys().isEmpty();
  }

  @Override
  public void wakeUp() {
    selector.wakeup();
  }

  @Override
  public void close() {
    // The selector is that of ChannelTcpSystem.
  }
}
