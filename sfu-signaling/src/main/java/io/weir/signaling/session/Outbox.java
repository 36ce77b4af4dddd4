package io.weir.signaling.session;

/** The sending half of one client's connection. Signaling's event loop only. */
public interface Outbox {

  /** Sends one message. */
  void send(String text);

  /** Closes the connection with a WebSocket close code (RFC 6455 §7.4.1). */
  void close(int code, String reason);
}
