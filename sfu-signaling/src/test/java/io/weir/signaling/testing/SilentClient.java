package io.weir.signaling.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A WebSocket client over a bare socket that joins and then never sends or reads anything. */
public final class SilentClient implements AutoCloseable {

  private static final int TEXT_FRAME = 0x81;
  private static final int MASKED = 0x80;
  private static final int MASK_LENGTH = 4;

  private final Socket socket;

  private SilentClient(Socket socket) {
    this.socket = socket;
  }

  /** Connects and joins. */
  public static SilentClient join(TestServer server, String room) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    OutputStream out = socket.getOutputStream();
    out.write(
        """
        GET /ws HTTP/1.1
        Host: 127.0.0.1
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Protocol: weir.v1

        """
            .replace("\n", "\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    skipHead(socket.getInputStream());
    send(out, "{\"type\":\"join\",\"id\":1,\"room\":\"" + room + "\"}");
    return new SilentClient(socket);
  }

  private static void skipHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no WebSocket: " + head);
      }
      head.append((char) next);
    }
  }

  /** RFC 6455 §5.2: a short masked text frame; the mask is all zeros. */
  private static void send(OutputStream out, String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    out.write(TEXT_FRAME);
    out.write(MASKED | payload.length);
    out.write(new byte[MASK_LENGTH]);
    out.write(payload);
    out.flush();
  }

  /** Whether this end is still open. */
  public boolean isOpen() {
    return !socket.isClosed();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
