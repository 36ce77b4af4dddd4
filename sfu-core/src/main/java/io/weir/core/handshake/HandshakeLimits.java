package io.weir.core.handshake;

import java.time.Duration;

/**
 * How much DTLS handshakes may take.
 *
 * @param timeLimit from a peer's first datagram to its keys; a peer that takes longer fails
 * @param concurrent handshakes at the same time, each on a thread while it lasts
 * @param waiting associations that wait for such a thread; further ones fail at once
 * @param queuedDatagrams datagrams of one association that wait to be read
 */
public record HandshakeLimits(
    Duration timeLimit, int concurrent, int waiting, int queuedDatagrams) {
  /** What a server uses: a stalled handshake costs a sleeping thread and nothing else. */
  public static final HandshakeLimits DEFAULT =
      new HandshakeLimits(Duration.ofSeconds(10), 128, 4_096, 32);
}
