package io.weir.signaling.sdp;

import io.weir.core.control.MediaKind;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * One m-line of an offer after the rules that do not depend on codecs.
 *
 * @param media as parsed
 * @param mid its identification tag; may be empty when rejected
 * @param kind audio or video; means nothing when rejected
 * @param role what it becomes
 * @param codecs in the offerer's order
 * @param extensions those that Weir knows
 * @param mixedExtensions whether their one-byte and two-byte forms may mix
 */
record OfferedSection(
    MediaDescription media,
    String mid,
    MediaKind kind,
    Role role,
    List<OfferedCodec> codecs,
    List<OfferedExtension> extensions,
    boolean mixedExtensions) {

  /** More does not fit the one-byte header extension (RFC 9143 §15.1, RFC 8285 §4.2). */
  private static final int MAX_MID_LENGTH = 16;

  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`{|}~";

  static OfferedSection read(MediaDescription media, SessionDescription session, OfferKind offer)
      throws NegotiationException {
    if (media.isRejected() || !isRtp(media)) {
      return new OfferedSection(
          media, media.mid(), MediaKind.AUDIO, Role.REJECTED, List.of(), List.of(), false);
    }
    String mid = media.mid();
    checkMid(mid);
    if (!media.has("rtcp-mux")) { // RFC 9143 §9.3
      throw NegotiationException.unusable("The m-line " + mid + " has no a=rtcp-mux.");
    }
    RemoteTransport.checkSetup(media, session);
    MediaKind kind = media.kind().equals("audio") ? MediaKind.AUDIO : MediaKind.VIDEO;
    Role role = role(mid, Direction.of(media, session), offer);
    return new OfferedSection(
        media,
        mid,
        kind,
        role,
        CodecTable.read(media),
        OfferedExtension.read(media, session),
        OfferedExtension.mix(media, session));
  }

  /** The same with those of its header extensions that pass. */
  OfferedSection keep(Predicate<OfferedExtension> passes) {
    return new OfferedSection(
        media,
        mid,
        kind,
        role,
        codecs,
        extensions.stream().filter(passes).toList(),
        mixedExtensions);
  }

  /** Audio or video over DTLS-SRTP (RFC 9429 §5.1.2); data channels and the like are not. */
  private static boolean isRtp(MediaDescription media) {
    boolean known = media.kind().equals("audio") || media.kind().equals("video");
    String protocol = media.protocol().toUpperCase(Locale.ROOT);
    return known
        && (protocol.endsWith("TLS/RTP/SAVPF")
            || protocol.endsWith("TLS/RTP/SAVP")
            || protocol.equals("RTP/SAVPF"));
  }

  private static void checkMid(String mid) throws NegotiationException {
    boolean proper = !mid.isEmpty() && mid.length() <= MAX_MID_LENGTH;
    for (int i = 0; proper && i < mid.length(); i++) {
      proper = isTokenCharacter(mid.charAt(i));
    }
    if (!proper) {
      throw NegotiationException.unusable(
          "Every m-line needs an a=mid of 1 to " + MAX_MID_LENGTH + " token characters.");
    }
  }

  /** RFC 8866 §9, token-char. */
  private static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_MARKS.indexOf(c) >= 0;
  }

  private static Role role(String mid, Direction direction, OfferKind offer)
      throws NegotiationException {
    if (direction == Direction.INACTIVE) {
      return Role.IDLE;
    }
    boolean both = direction == Direction.SENDRECV;
    return switch (offer) {
      case WEBSOCKET -> {
        if (both) {
          throw NegotiationException.unusable(
              "The m-line " + mid + " is sendrecv; publish and receive on separate m-lines.");
        }
        yield direction.sends() ? Role.TRACK : Role.SLOT;
      }
      case WHIP -> {
        if (!direction.sends()) {
          throw NegotiationException.unusable("The m-line " + mid + " of a WHIP offer must send.");
        }
        yield Role.TRACK;
      }
      case WHEP -> {
        if (!direction.receives()) {
          throw NegotiationException.unusable(
              "The m-line " + mid + " of a WHEP offer must receive.");
        }
        yield Role.SLOT;
      }
    };
  }
}
