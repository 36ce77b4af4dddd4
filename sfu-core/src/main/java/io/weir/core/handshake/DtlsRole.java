package io.weir.core.handshake;

/** An end's part in a DTLS handshake. */
enum DtlsRole {
  /** Sends the ClientHello. */
  CLIENT,
  /** Waits for it. */
  SERVER
}
