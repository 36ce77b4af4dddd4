package io.weir.bench.load.measure;

/** How far a client's association is. */
public enum ClientState {
  /** Waiting for the server's parameters. */
  NEW,
  /** Looking for a path. */
  CHECKING,
  /** Agreeing on keys. */
  HANDSHAKING,
  /** Media flows. */
  CONNECTED,
  /** Given up. */
  FAILED,
  /** Ended by either end. */
  CLOSED
}
