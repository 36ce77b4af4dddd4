package io.weir.core.srtp;

import java.lang.foreign.MemorySegment;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/**
 * One direction's receiving contexts, RTP or RTCP, by SSRC. Worker thread only.
 *
 * <p>A packet from an unknown SSRC is tried with a spare context, which becomes that SSRC's own
 * only when the packet authenticates. A context is as it was after a packet that it refused, so the
 * spare serves the next unknown SSRC as if it were new: whoever invents SSRCs makes nothing grow.
 */
final class ReceiveContexts<C> {
  private final SsrcTable<C> known = new SsrcTable<>();
  private final int limit;
  private final Derivation<C> derivation;
  private final Transformation<C> transformation;
  private @Nullable C spare;

  ReceiveContexts(int limit, Derivation<C> derivation, Transformation<C> transformation) {
    this.limit = limit;
    this.derivation = derivation;
    this.transformation = transformation;
  }

  /** Decrypts a packet in place; returns its new length or a reason of SrtpSession's. */
  int unprotect(int ssrc, MemorySegment segment, long offset, int length) {
    try {
      C context = known.get(ssrc);
      if (context != null) {
        return transformation.reverse(context, segment, offset, length);
      }
      return known.size() < limit
          ? tryUnknown(ssrc, segment, offset, length)
          : SrtpSession.TOO_MANY_SSRCS;
    } catch (GeneralSecurityException | RuntimeException unusable) {
      return SrtpSession.ENGINE_FAILED;
    }
  }

  private int tryUnknown(int ssrc, MemorySegment segment, long offset, int length)
      throws GeneralSecurityException {
    C candidate = spare != null ? spare : derivation.derive();
    spare = null; // Stays so if the engine throws: who knows what state that would leave.
    int result = transformation.reverse(candidate, segment, offset, length);
    if (result >= 0) {
      known.put(ssrc, candidate);
    } else {
      spare = candidate;
    }
    return result;
  }

  /** Makes a context, from the master key where it has keys of its own. */
  @FunctionalInterface
  interface Derivation<C> {
    /** A context that has seen no packet. */
    C derive() throws GeneralSecurityException;
  }

  /** Authenticates and decrypts in place. */
  @FunctionalInterface
  interface Transformation<C> {
    /** Tries a packet with {@code context}; returns what {@link #unprotect} does. */
    int reverse(C context, MemorySegment segment, long offset, int length)
        throws GeneralSecurityException;
  }
}
