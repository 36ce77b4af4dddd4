package io.weir.signaling.sdp;

import io.weir.core.control.IceParameters;
import java.util.Optional;

/**
 * Answers offers as RFC 9429 §5.3 says, for one ICE-lite transport that carries every m-line (RFC
 * 9143). Any thread; keeps nothing.
 */
public final class Negotiator {

  private Negotiator() {}

  /**
   * Answers an offer. Numbers for slots and tracks may have been drawn even when it fails.
   *
   * @throws NegotiationException when the offer cannot be answered; the session stays as it was
   */
  public static Answer negotiate(SessionDescription session, OfferContext context)
      throws NegotiationException {
    Offer offer = Offer.read(session, context.kind());
    Continuity.check(offer, context.previous());
    return new AnswerBuilder(offer, context).build();
  }

  /**
   * Whether an offer brings other ICE credentials than the last one (RFC 8839 §4.4.1.1), so that
   * the answer needs new ones of Weir's.
   */
  public static boolean isIceRestart(NegotiationState previous, SessionDescription session) {
    Optional<IceParameters> before = previous.remote();
    return before.isPresent()
        && session.media().stream().noneMatch(media -> before.equals(credentials(media, session)));
  }

  private static Optional<IceParameters> credentials(
      MediaDescription media, SessionDescription session) {
    Optional<String> ufrag = media.attribute("ice-ufrag").or(() -> session.attribute("ice-ufrag"));
    Optional<String> password = media.attribute("ice-pwd").or(() -> session.attribute("ice-pwd"));
    return ufrag.isPresent() && password.isPresent()
        ? Optional.of(new IceParameters(ufrag.get(), password.get()))
        : Optional.empty();
  }
}
