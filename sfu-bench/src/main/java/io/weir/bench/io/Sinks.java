package io.weir.bench.io;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.io.InternetAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * Sockets on loopback that nobody reads from: their receive buffers are as small as the kernel lets
 * them be, so that it drops a datagram once it has found its socket. Closed ports would be no
 * cheaper sinks, because the kernel answers each datagram to one with ICMP.
 */
public final class Sinks implements AutoCloseable {
  private final List<DatagramChannel> channels = new ArrayList<>();

  /** Opens some. */
  public Sinks(int count) {
    this(count, 1);
  }

  /** Opens some with larger receive buffers, for whoever does read. */
  Sinks(int count, int bufferBytes) {
    try {
      for (int i = 0; i < count; i++) {
        DatagramChannel channel = DatagramChannel.open();
        channels.add(channel);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, bufferBytes);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      }
    } catch (IOException e) {
      close();
      throw new UncheckedIOException(e);
    }
  }

  /** How to send to one of them from a worker's first socket. */
  public NetworkPath path(int index) {
    InetSocketAddress address = address(index);
    return new NetworkPath(
        0,
        InternetAddress.high(address.getAddress()),
        InternetAddress.low(address.getAddress()),
        address.getPort());
  }

  /** Has a selector wait for all of them. */
  void register(Selector selector) throws IOException {
    for (DatagramChannel channel : channels) {
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
    }
  }

  /** Sends a datagram from one of them. */
  void send(int index, ByteBuffer datagram, SocketAddress to) throws IOException {
    channels.get(index).send(datagram, to);
  }

  private InetSocketAddress address(int index) {
    try {
      return (InetSocketAddress) channels.get(index).getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (DatagramChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
