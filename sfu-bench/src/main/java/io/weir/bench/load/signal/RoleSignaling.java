package io.weir.bench.load.signal;

import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;

/** Brings publishers in by one way and those who only watch by another. */
public final class RoleSignaling implements Signaling {

  private final Signaling publishers;
  private final Signaling viewers;

  public RoleSignaling(Signaling publishers, Signaling viewers) {
    this.publishers = publishers;
    this.viewers = viewers;
  }

  @Override
  public String description() {
    return publishers.description() + " and " + viewers.description();
  }

  @Override
  public Future<SignalingSession> join(Peer peer) {
    return (peer.publishes() ? publishers : viewers).join(peer);
  }

  @Override
  public boolean resumes() {
    return publishers.resumes() && viewers.resumes();
  }

  @Override
  public List<String> notes() {
    return Stream.concat(publishers.notes().stream(), viewers.notes().stream()).toList();
  }

  @Override
  public void close() {
    publishers.close();
    viewers.close();
  }
}
