package io.weir.core.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Packets as frames of RFC 4571 on a TCP connection, as an active ICE-TCP candidate sends them. */
public final class TcpClientSocket implements ClientSocket {
  private final Socket socket = new Socket();
  private byte[] frame = new byte[2];
  private int filled;
  private boolean lengthIsKnown;

  @Override
  public void connect(InetSocketAddress server) throws IOException {
    socket.connect(server);
    socket.setTcpNoDelay(true);
  }

  @Override
  public InetSocketAddress localAddress() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  @Override
  public void send(byte[] packet, int offset, int length) throws IOException {
    byte[] framed = new byte[2 + length];
    framed[0] = (byte) (length >>> 8);
    framed[1] = (byte) length;
    System.arraycopy(packet, offset, framed, 2, length);
    socket.getOutputStream().write(framed);
  }

  /** Sends bytes that may be no frame. */
  public void sendRaw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Waits until the other end closes; what comes before is thrown away. */
  public void awaitEnd() throws IOException {
    socket.setSoTimeout(60_000);
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException reset) {
      return;
    }
  }

  /** The next frame; a part of one that came in time is kept for the next call. */
  @Override
  public byte @Nullable [] receive(int waitMillis) throws IOException {
    socket.setSoTimeout(waitMillis);
    try {
      while (true) {
        while (filled < frame.length) {
          int count = socket.getInputStream().read(frame, filled, frame.length - filled);
          if (count < 0) {
            throw new EOFException("the server closed the connection");
          }
          filled += count;
        }
        byte[] complete = Arrays.copyOf(frame, filled);
        filled = 0;
        lengthIsKnown = !lengthIsKnown;
        if (lengthIsKnown) {
          frame = new byte[((complete[0] & 0xFF) << 8) | (complete[1] & 0xFF)];
        } else {
          frame = new byte[2];
          return complete;
        }
      }
    } catch (SocketTimeoutException expected) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
