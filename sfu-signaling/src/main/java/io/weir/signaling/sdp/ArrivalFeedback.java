package io.weir.signaling.sdp;

import io.weir.core.control.HeaderExtensionId;

/**
 * How a client tells when packets of its slots arrive, one way for all of its slots: an answer
 * names only one of several mechanisms that mean the same (RFC 8888 §6).
 */
enum ArrivalFeedback {
  /** By transport-wide numbers in a header extension, as browsers do unless told otherwise. */
  TRANSPORT_WIDE,
  /** By SSRC and sequence number: congestion control feedback (RFC 8888). */
  BY_STREAM;

  /** As rtcp-fb spells it. */
  static final String CONGESTION_CONTROL = "ack ccfb";

  /**
   * What fits an offer. Where all slots offer both, players get RFC 8888, as libwebrtc answers such
   * offers (media_session.cc, as of 2024). Participants do not: they may publish over the same
   * transport, now or later; libwebrtc reports and expects reports in one way in both directions,
   * and Weir reports to publishers by transport-wide numbers.
   */
  static ArrivalFeedback of(Offer offer, OfferKind kind) {
    boolean any = false;
    for (OfferedSection section : offer.sections()) {
      if (section.role() == Role.SLOT) {
        if (!isByStreamOffered(section)
            || (kind != OfferKind.WHEP && offersTransportWide(section))) {
          return TRANSPORT_WIDE;
        }
        any = true;
      }
    }
    return any ? BY_STREAM : TRANSPORT_WIDE;
  }

  /**
   * Whether an m-line offers reports by stream, for all payload types or, as Pion, for single ones.
   */
  static boolean isByStreamOffered(OfferedSection section) {
    return section.codecs().stream()
        .anyMatch(codec -> codec.feedback().contains(CONGESTION_CONTROL));
  }

  private static boolean offersTransportWide(OfferedSection section) {
    boolean told =
        section.codecs().stream()
            .anyMatch(codec -> codec.feedback().contains(AgreedCodec.TRANSPORT_CC));
    return told
        && section.extensions().stream()
            .anyMatch(known ->
                known.extension() == HeaderExtensionId.TRANSPORT_CC
                    && known.direction().receives());
  }
}
