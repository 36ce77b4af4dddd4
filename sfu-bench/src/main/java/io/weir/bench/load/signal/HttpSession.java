package io.weir.bench.load.signal;

import io.vertx.core.Future;
import java.net.URI;

/**
 * A WHIP or WHEP session: a resource on the server. Nothing stands between requests that could be
 * cut.
 *
 * @param signaling how it was made
 * @param resource what ends it when deleted
 * @param peer whose it is
 */
record HttpSession(HttpSignaling signaling, URI resource, Peer peer) implements SignalingSession {

  @Override
  public Future<Void> leave() {
    return signaling.delete(resource, peer);
  }

  @Override
  public void cut() {
    // There is no connection to cut.
  }

  @Override
  public Future<Void> resume() {
    return Future.failedFuture(new SignalingException("WHIP and WHEP do not resume"));
  }
}
