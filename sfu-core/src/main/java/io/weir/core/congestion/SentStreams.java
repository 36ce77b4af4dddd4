package io.weir.core.congestion;

import org.jspecify.annotations.Nullable;

/** Finds the streams that a client may report on by SSRC (RFC 8888). Worker thread only. */
@FunctionalInterface
public interface SentStreams {
  /** The numbers of the stream with this SSRC; null when there is none. */
  @Nullable StreamNumbers find(int ssrc);
}
