package io.weir.bench.load.signal;

import io.vertx.core.Future;

/** A client that is in a room. Any thread may call it. */
public interface SignalingSession {

  /** Says goodbye; done when the server knows, or cannot be told. */
  Future<Void> leave();

  /** Breaks the connection without a word, as a lost network does. */
  void cut();

  /** Comes back after {@link #cut} while media has gone on. */
  Future<Void> resume();
}
