package io.weir.core.io;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.Iterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TCP over {@link java.nio.channels.SocketChannel}, in the selector that {@link ChannelPoller}
 * waits in. Worker thread only.
 */
final class ChannelTcpSystem implements TcpSystem {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelTcpSystem.class);

  private final Selector selector;

  /** In a selector, which it closes. */
  ChannelTcpSystem(Selector selector) {
    this.selector = selector;
  }

  @Override
  public TcpListener listen(InetSocketAddress address, int id) throws IOException {
    ServerSocketChannel channel =
        ServerSocketChannel.open(
            address.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      channel.bind(address, BACKLOG);
      SelectionKey key = channel.register(selector, SelectionKey.OP_ACCEPT, id);
      return new ChannelTcpListener(channel, key);
    } catch (IOException e) {
      channel.close();
      throw new IOException("cannot bind TCP " + address, e);
    }
  }

  @Override
  public int poll(int[] ids) {
    int count = 0;
    Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
    while (count < ids.length && keys.hasNext()) {
      if (keys.next().attachment() instanceof Integer id) {
        ids[count++] = id;
        keys.remove();
      }
    }
    return count;
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
