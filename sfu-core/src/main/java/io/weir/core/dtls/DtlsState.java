package io.weir.core.dtls;

/** Edges: HANDSHAKING → CONNECTED → CLOSED; HANDSHAKING → FAILED; HANDSHAKING → CLOSED. */
public enum DtlsState {
  /** Waiting for, or in the middle of, the handshake (RFC 6347 §4.2). */
  HANDSHAKING,
  /** Keys are agreed and the peer's certificate matched its fingerprint (RFC 8122 §6.2). */
  CONNECTED,
  /** Refused or timed out; there are no keys. */
  FAILED,
  /** Either end sent close_notify (RFC 5246 §7.2.1). */
  CLOSED
}
