package io.weir.core.testkit;

import java.io.IOException;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;

/**
 * Carries a {@link DtlsTestClient}'s datagrams over a real socket, whose other traffic goes
 * elsewhere (RFC 7983 §7). One thread at a time.
 */
public final class ClientDatagrams implements DatagramTransport {
  private static final int LIMIT = 1_400;
  private static final int FIRST_DTLS_BYTE = 20;
  private static final int LAST_DTLS_BYTE = 63;

  private final ClientSocket socket;
  private final Consumer<byte[]> others;

  /**
   * Over {@code socket}, which stays open.
   *
   * @param others takes datagrams that are not DTLS, on the thread that reads
   */
  public ClientDatagrams(ClientSocket socket, Consumer<byte[]> others) {
    this.socket = socket;
    this.others = others;
  }

  @Override
  public int getReceiveLimit() {
    return LIMIT;
  }

  @Override
  public int getSendLimit() {
    return LIMIT;
  }

  @Override
  public int receive(byte[] target, int offset, int limit, int waitMillis) throws IOException {
    byte[] datagram = socket.receive(waitMillis);
    if (datagram == null) {
      return -1;
    }
    int first = datagram.length == 0 ? 0 : datagram[0] & 0xFF;
    if (first < FIRST_DTLS_BYTE || first > LAST_DTLS_BYTE || datagram.length > limit) {
      others.accept(datagram);
      return -1;
    }
    System.arraycopy(datagram, 0, target, offset, datagram.length);
    return datagram.length;
  }

  @Override
  public void send(byte[] record, int offset, int length) throws IOException {
    socket.send(record, offset, length);
  }

  @Override
  public void close() {}
}
