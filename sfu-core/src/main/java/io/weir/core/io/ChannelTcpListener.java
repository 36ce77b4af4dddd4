package io.weir.core.io;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A TCP port over {@link ServerSocketChannel}. Worker thread only. */
final class ChannelTcpListener implements TcpListener {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelTcpListener.class);

  private final ServerSocketChannel channel;
  private final SelectionKey key;

  ChannelTcpListener(ServerSocketChannel channel, SelectionKey key) {
    this.channel = channel;
    this.key = key;
  }

  @Override
  public @Nullable TcpStream accept(int id) {
    try {
      SocketChannel accepted = channel.accept();
      return accepted == null ? null : open(accepted, id);
    } catch (IOException e) {
      LOG.warn("A TCP connection could not be accepted", e);
      return null;
    }
  }

  @Override
  public void watchConnections(boolean watch) {
    key.interestOps(watch ? SelectionKey.OP_ACCEPT : 0);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.warn("Closing a TCP port failed", e);
    }
  }

  private TcpStream open(SocketChannel accepted, int id) throws IOException {
    try {
      accepted.configureBlocking(false);
      accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
      accepted.setOption(StandardSocketOptions.SO_SNDBUF, TcpSystem.KERNEL_SEND_BYTES);
      SelectionKey connection = accepted.register(key.selector(), SelectionKey.OP_READ, id);
      return new ChannelTcpStream(accepted, connection);
    } catch (IOException e) {
      accepted.close();
      throw e;
    }
  }
}
