package io.weir.core.handshake;

import io.weir.core.srtp.SrtpKeys;
import java.io.IOException;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * Weir's end of one DTLS association, as {@link BouncyCastleDtlsEngine} needs it: what it says in
 * the handshake and what it learned. Bouncy Castle calls the rest of it.
 */
sealed interface DtlsPeer permits DtlsServerPeer, DtlsClientPeer {
  /** Performs the handshake; blocks until keys are agreed. */
  DTLSTransport establish(DatagramTransport datagrams) throws IOException;

  /** The agreed keys; null before the handshake is complete. */
  @Nullable SrtpKeys keys();

  /** Why this end refused the other, for people; null if it was not this end that did. */
  @Nullable String refusal();

  /** Whether the other end said goodbye. */
  boolean closeNotified();

  /** Tells the other end that a handshake under way is over. Any thread. */
  void abandon() throws IOException;
}
