package io.weir.bench.load.media;

import io.weir.bench.load.measure.ClientSnapshot;
import io.weir.core.control.IceCandidate;
import java.util.concurrent.CompletableFuture;

/**
 * One client of a {@link MediaPlane}: an association and its streams. Any thread may call it; the
 * work is done on the client's media thread.
 */
public interface MediaClient extends AutoCloseable {
  /** What it is called. */
  String name();

  /** What its offer or answer says; fixed from the start. */
  LocalMedia local();

  /**
   * Begins ICE, then DTLS, then to send and receive. Once.
   *
   * @return done when keys are agreed; fails with a {@link MediaException} that says why not
   */
  CompletableFuture<Void> connect(RemoteMedia remote);

  /**
   * Takes the outcome of a further negotiation: sections come, go and change. Other ICE credentials
   * than before restart ICE (RFC 8445 §9); DTLS and the path go on.
   */
  void update(RemoteMedia remote);

  /** Adds a candidate that was trickled (RFC 8838). */
  void addCandidate(IceCandidate candidate);

  /**
   * Lets all published audio talk or be silent, and video be sent or not; a camera that comes back
   * begins with a key frame. Everything is on at first.
   */
  void setSending(boolean audio, boolean video);

  /** Its figures so far; done on the media thread within milliseconds. */
  CompletableFuture<ClientSnapshot> snapshot();

  /** Says goodbye (RTCP BYE, DTLS close_notify) and frees everything; its figures stay counted. */
  @Override
  void close();
}
