package io.weir.core.srtp;

/** Makes SRTP sessions; one per worker, because sessions share its scratch memory. */
public interface SrtpEngine {
  /** Name for the start line and metrics, for instance {@code jitsi}. */
  String name();

  /**
   * Opens a session.
   *
   * @param keys master keys of both directions
   * @param maxRemoteSsrcs how many SSRCs the peer may send with
   */
  SrtpSession open(SrtpKeys keys, int maxRemoteSsrcs);
}
