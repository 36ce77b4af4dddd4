package io.weir.core.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Answers every binding request with the same IPv4 address, as a server behind a NAT would. */
final class FakeStunServer implements AutoCloseable {
  private static final int MAGIC = 0x2112_A442; // RFC 8489 §5
  private static final int TRANSACTION_BYTES = 12;

  private final DatagramSocket socket;
  private final InetAddress mapped;

  /** Begins to answer on a free port of loopback. */
  FakeStunServer(InetAddress mapped) throws IOException {
    this.mapped = mapped;
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::answer);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  @Override
  public void close() {
    socket.close();
  }

  private void answer() {
    try {
      while (!socket.isClosed()) {
        DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
        socket.receive(packet);
        byte[] transaction = Arrays.copyOfRange(packet.getData(), 8, 8 + TRANSACTION_BYTES);
        byte[] response =
            ByteBuffer.allocate(32)
                .putShort((short) 0x0101)
                .putShort((short) 12)
                .putInt(MAGIC)
                .put(transaction)
                .putShort((short) 0x0020) // XOR-MAPPED-ADDRESS, RFC 8489 §14.2
                .putShort((short) 8)
                .putShort((short) 1)
                .putShort((short) (4_711 ^ MAGIC >>> 16))
                .putInt(ByteBuffer.wrap(mapped.getAddress()).getInt() ^ MAGIC)
                .array();
        socket.send(new DatagramPacket(response, response.length, packet.getSocketAddress()));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }
}
