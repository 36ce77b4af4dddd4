package io.weir.signaling.sdp;

import io.weir.signaling.sdp.NegotiationState.Line;
import java.util.List;

/** Holds a later offer to the order of m-lines of the earlier ones (RFC 3264 §8). */
final class Continuity {

  private Continuity() {}

  static void check(Offer offer, NegotiationState previous) throws NegotiationException {
    List<Line> before = previous.lines();
    if (offer.sections().size() < before.size()) {
      throw NegotiationException.unusable("The offer has fewer m-lines than the last one.");
    }
    for (int i = 0; i < before.size(); i++) {
      Line line = before.get(i);
      OfferedSection section = offer.sections().get(i);
      boolean same =
          line.kind().equals(section.media().kind())
              && (section.role() == Role.REJECTED || line.mid().equals(section.mid()));
      if (!line.rejected() && !same) {
        throw NegotiationException.unusable(
            "The m-line " + line.mid() + " is no longer in its place.");
      }
    }
  }

  /** What the next offer is held to. */
  static List<Line> lines(Offer offer) {
    return offer.sections().stream()
        .map(section ->
            new Line(section.mid(), section.media().kind(), section.role() == Role.REJECTED))
        .toList();
  }
}
