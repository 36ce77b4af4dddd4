package io.weir.core.srtp;

import java.security.GeneralSecurityException;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jspecify.annotations.Nullable;

/**
 * One direction's receiving contexts, RTP or RTCP, by SSRC. Worker thread only.
 *
 * <p>A packet from an unknown SSRC is tried with a spare context, which becomes that SSRC's own
 * only when the packet authenticates. Jitsi's contexts take the SSRC from the packet and undo what
 * a refused packet changed, so the spare serves the next unknown SSRC as if it were new: whoever
 * invents SSRCs makes nothing grow.
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

  /** Decrypts {@code packet} in place; returns its new length or a reason of SrtpSession's. */
  int unprotect(int ssrc, ScratchPacket packet) {
    try {
      C context = known.get(ssrc);
      if (context != null) {
        return result(transformation.reverse(context, packet), packet);
      }
      return known.size() < limit ? tryUnknown(ssrc, packet) : SrtpSession.TOO_MANY_SSRCS;
    } catch (GeneralSecurityException | RuntimeException unusable) {
      return SrtpSession.ENGINE_FAILED;
    }
  }

  private int tryUnknown(int ssrc, ScratchPacket packet) throws GeneralSecurityException {
    C candidate = spare != null ? spare : derivation.derive();
    spare = null; // Stays so if Jitsi throws: who knows what state that would leave.
    int result = result(transformation.reverse(candidate, packet), packet);
    if (result >= 0) {
      known.put(ssrc, candidate);
    } else {
      spare = candidate;
    }
    return result;
  }

  private static int result(SrtpErrorStatus status, ScratchPacket packet) {
    return status == SrtpErrorStatus.OK ? packet.getLength() : reason(status);
  }

  /** Translates Jitsi's reason for refusing a packet. */
  static int reason(SrtpErrorStatus status) {
    return switch (status) {
      case AUTH_FAIL -> SrtpSession.AUTH_FAILED;
      case REPLAY_FAIL, REPLAY_OLD -> SrtpSession.REPLAYED;
      case INVALID_PACKET -> SrtpSession.MALFORMED;
      case OK, FAIL -> SrtpSession.ENGINE_FAILED;
    };
  }

  /** Derives a context from the master key. */
  @FunctionalInterface
  interface Derivation<C> {
    /** A context that has seen no packet. */
    C derive() throws GeneralSecurityException;
  }

  /** Authenticates and decrypts in place. */
  @FunctionalInterface
  interface Transformation<C> {
    /** Tries {@code packet} with {@code context}. */
    SrtpErrorStatus reverse(C context, ScratchPacket packet) throws GeneralSecurityException;
  }
}
