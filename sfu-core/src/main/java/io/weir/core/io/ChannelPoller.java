package io.weir.core.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits in a {@link Selector}. */
final class ChannelPoller implements Poller {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelPoller.class);
  private static final long NANOS_PER_MILLISECOND = 1_000_000;

  private final Selector selector;
  private final SelectionKey[] keys;
  private final boolean[] readable;

  /**
   * A poller for some sockets.
   *
   * @throws IOException if the system has no selector left
   */
  ChannelPoller(List<ChannelUdpSocket> sockets) throws IOException {
    selector = Selector.open();
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
  public void wakeUp() {
    selector.wakeup();
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      LOG.warn("Closing the selector failed", e);
    }
  }
}
