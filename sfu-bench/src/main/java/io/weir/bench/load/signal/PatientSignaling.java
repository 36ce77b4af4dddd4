package io.weir.bench.load.signal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;

/** Comes again when a server says that it is too busy now and when to come. */
public final class PatientSignaling implements Signaling {

  private final Vertx vertx;
  private final Signaling signaling;

  public PatientSignaling(Vertx vertx, Signaling signaling) {
    this.vertx = vertx;
    this.signaling = signaling;
  }

  @Override
  public String description() {
    return signaling.description();
  }

  @Override
  public Future<SignalingSession> join(Peer peer) {
    return signaling
        .join(peer)
        .recover(failure -> {
          if (failure instanceof SignalingException refusal
              && !refusal.retryAfter().isZero()
              && peer.isWaiting()) {
            peer.postponed(SignalingException.causeOf(refusal));
            Promise<SignalingSession> later = Promise.promise();
            vertx.setTimer(refusal.retryAfter().toMillis(), timer -> join(peer).onComplete(later));
            return later.future();
          }
          return Future.failedFuture(failure);
        });
  }

  @Override
  public boolean resumes() {
    return signaling.resumes();
  }

  @Override
  public boolean offersToViewers() {
    return signaling.offersToViewers();
  }

  @Override
  public List<String> notes() {
    return signaling.notes();
  }

  @Override
  public void close() {
    signaling.close();
  }
}
