package io.weir.core.control;

/**
 * How far an association has come. Edges: NEW → CONNECTING (first valid ICE check) → CONNECTED
 * (SRTP keys agreed) → CLOSED; NEW and CONNECTING → FAILED (DTLS refused or timed out) → CLOSED.
 */
public enum TransportState {
  /** Waiting for the client's first ICE check. */
  NEW,
  /** An address passed ICE; DTLS is under way. */
  CONNECTING,
  /** Media flows. */
  CONNECTED,
  /** DTLS failed: wrong fingerprint, no common parameters, or its time limit passed. */
  FAILED,
  /** The peer said goodbye (DTLS close_notify), or Weir did. */
  CLOSED
}
