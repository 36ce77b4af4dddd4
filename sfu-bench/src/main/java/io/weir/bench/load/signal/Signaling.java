package io.weir.bench.load.signal;

import io.vertx.core.Future;
import java.util.List;

/**
 * One way of getting clients into rooms: the seam behind which each kind of server is one adapter.
 * Any thread may call it.
 */
public interface Signaling extends AutoCloseable {

  /** What is tested and how, for people. */
  String description();

  /**
   * Brings a client in, by whoever's offer. The future fails with a {@link SignalingException}, or
   * succeeds once the answer was given and taken.
   */
  Future<SignalingSession> join(Peer peer);

  /** Whether {@link SignalingSession#resume} means anything. */
  boolean resumes();

  /**
   * Whether the server offers to those who watch, on a connection of their own: who publishes and
   * watches is then two clients.
   */
  default boolean offersToViewers() {
    return false;
  }

  /** What a reader of the result should know of it. */
  default List<String> notes() {
    return List.of();
  }

  @Override
  void close();
}
