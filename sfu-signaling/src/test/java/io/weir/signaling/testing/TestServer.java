package io.weir.signaling.testing;

import io.weir.signaling.SignalingServer;
import io.weir.signaling.config.SettingsException;
import io.weir.signaling.config.SettingsReader;
import io.weir.signaling.session.Timing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A server really listening on a free port, around a recording media plane. */
public final class TestServer implements AutoCloseable {

  private final SignalingServer server;

  private TestServer(SignalingServer server) {
    this.server = server;
  }

  /** Starts an open server. */
  public static TestServer start() {
    return start(Map.of(), Timing.STANDARD);
  }

  /** Starts a server with these environment variables. */
  public static TestServer start(Map<String, String> environment, Timing timing) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("WEIR_HTTP_PORT", "0");
    try {
      return new TestServer(
          SignalingServer.start(SettingsReader.read(all), RecordingMediaPlane::new, timing));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SettingsException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** What the server asked of its media plane, and what to make it hear. */
  public RecordingMediaPlane media() {
    return (RecordingMediaPlane) server.media();
  }

  public int port() {
    return server.httpPort();
  }

  /** Takes nobody in any more, and waits for those who are there until the limit. */
  public void drain(Duration limit) {
    server.drain(limit);
  }

  /** An address of this server. */
  public URI http(String path) {
    return URI.create("http://127.0.0.1:" + server.httpPort() + path);
  }

  /** Where WebSockets connect. */
  public URI webSocket() {
    return URI.create("ws://127.0.0.1:" + server.httpPort() + "/ws");
  }

  @Override
  public void close() {
    server.close();
  }
}
