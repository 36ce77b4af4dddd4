package io.weir.signaling.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Stands between clients and a TCP port, and can be cut. */
final class CuttableProxy implements AutoCloseable {
  private static final int BUFFER_BYTES = 16 << 10;

  private final ServerSocket listener;
  private final Upstream upstream;
  private final List<Socket> open = new ArrayList<>();
  private boolean cut;

  /** Forwards to this server's HTTP port; media goes past it. */
  CuttableProxy(WeirProcess weir) {
    this(port -> new Socket(weir.address().getHost(), weir.address().getPort()));
  }

  /** Makes connections to what is behind the proxy. */
  @FunctionalInterface
  interface Upstream {
    /**
     * A new connection.
     *
     * @param port the proxy's own
     */
    Socket connect(int port) throws Exception;
  }

  /** Forwards to something. */
  CuttableProxy(Upstream upstream) {
    this.upstream = upstream;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Its port on the loopback interface. */
  int port() {
    return listener.getLocalPort();
  }

  /** An address of the server by way of this proxy. */
  URI resolve(String path) {
    return URI.create("http://127.0.0.1:" + port() + "/").resolve(path);
  }

  /** Breaks all connections, and those to come. */
  synchronized void cut() {
    cut = true;
    open.forEach(CuttableProxy::close);
    open.clear();
  }

  /** Lets connections through again. */
  synchronized void mend() {
    cut = false;
  }

  private void accept() {
    try {
      while (true) {
        connect(listener.accept());
      }
    } catch (IOException ended) {
      // Closed.
    }
  }

  private synchronized void connect(Socket client) {
    try {
      if (cut) {
        client.close();
        return;
      }
      Socket server = upstream.connect(port());
      open.add(client);
      open.add(server);
      Thread.ofVirtual().start(() -> forward(client, server));
      Thread.ofVirtual().start(() -> forward(server, client));
    } catch (Exception e) {
      close(client);
    }
  }

  private static void forward(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        out.write(buffer, 0, length);
      }
    } catch (IOException broken) {
      // Either end is gone, and so is the other now.
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // It is gone.
    }
  }

  @Override
  public void close() {
    cut();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
