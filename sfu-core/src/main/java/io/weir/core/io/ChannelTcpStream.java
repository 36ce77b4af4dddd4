package io.weir.core.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** A TCP connection over {@link SocketChannel}. Worker thread only. */
final class ChannelTcpStream implements TcpStream {
  private final SocketChannel channel;
  private final SelectionKey key;
  private final InetSocketAddress remoteAddress;

  /**
   * A connection that is registered already.
   *
   * @throws IOException if it has ended meanwhile
   */
  ChannelTcpStream(SocketChannel channel, SelectionKey key) throws IOException {
    this.channel = channel;
    this.key = key;
    remoteAddress = (InetSocketAddress) channel.getRemoteAddress();
  }

  @Override
  public InetSocketAddress remoteAddress() {
    return remoteAddress;
  }

  @Override
  public int read(MemorySegment into) {
    try {
      return channel.read(into.asByteBuffer());
    } catch (IOException e) {
      return ENDED;
    }
  }

  @Override
  public int write(MemorySegment from, long offset, int length) {
    try {
      return channel.write(from.asSlice(offset, length).asByteBuffer());
    } catch (IOException e) {
      return ENDED;
    }
  }

  @Override
  public void watchWritable(boolean watch) {
    if (key.isValid()) {
      key.interestOps(watch ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException ignored) {
      // Nothing can be done for a connection that does not even close.
    }
  }
}
