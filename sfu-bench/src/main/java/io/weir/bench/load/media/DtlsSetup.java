package io.weir.bench.load.media;

/** An end's part in the DTLS handshake, {@code a=setup} (RFC 8842 §5.2). */
public enum DtlsSetup {
  /** It sends the ClientHello. */
  ACTIVE,
  /** It waits for one. */
  PASSIVE,
  /** Either: who answers chooses. */
  ACTPASS
}
