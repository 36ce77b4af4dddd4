package io.weir.core.testkit;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Packets as datagrams. One thread at a time. */
public final class UdpClientSocket implements ClientSocket {
  private final DatagramSocket socket;
  private final byte[] buffer = new byte[2_048];
  private @Nullable InetSocketAddress server;

  /** Sends from a free port of loopback. */
  public UdpClientSocket() throws SocketException {
    this(InetAddress.getLoopbackAddress());
  }

  /** Sends from a free port of an address. */
  public UdpClientSocket(InetAddress local) throws SocketException {
    socket = new DatagramSocket(0, local);
  }

  @Override
  public void connect(InetSocketAddress address) {
    server = address;
  }

  @Override
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  @Override
  public void send(byte[] packet, int offset, int length) throws IOException {
    socket.send(new DatagramPacket(packet, offset, length, server));
  }

  @Override
  public byte @Nullable [] receive(int waitMillis) throws IOException {
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    socket.setSoTimeout(waitMillis);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException expected) {
      return null;
    }
    return Arrays.copyOf(buffer, packet.getLength());
  }

  @Override
  public void close() {
    socket.close();
  }
}
