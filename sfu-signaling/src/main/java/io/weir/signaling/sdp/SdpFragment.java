package io.weir.signaling.sdp;

import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A body of type {@code application/trickle-ice-sdpfrag} (RFC 8840 §9), as WHIP and WHEP clients
 * send it in PATCH (RFC 9725 §4.3). Immutable.
 *
 * @param attributes session-level attributes
 * @param media pseudo m-lines; their mids say which candidates belong where
 */
public record SdpFragment(List<Attribute> attributes, List<MediaDescription> media)
    implements Attributed {

  /** The content type. */
  public static final String CONTENT_TYPE = "application/trickle-ice-sdpfrag";

  public SdpFragment {
    attributes = List.copyOf(attributes);
    media = List.copyOf(media);
  }

  /**
   * Reads a fragment.
   *
   * @throws SdpException when its lines are no SDP lines, or nothing in it is about ICE
   */
  public static SdpFragment parse(String text) throws SdpException {
    SessionDescription lines = SdpParser.parseFragment(text);
    SdpFragment fragment = new SdpFragment(lines.attributes(), lines.media());
    if (!fragment.concernsIce()) {
      throw new SdpException(1, "the fragment has no ICE attribute");
    }
    return fragment;
  }

  /** The text. */
  public String write() {
    return SdpWriter.writeFragment(attributes, media);
  }

  private boolean concernsIce() {
    return has("ice-ufrag")
        || has("end-of-candidates")
        || !candidates().isEmpty()
        || media.stream().anyMatch(part -> part.has("ice-ufrag") || part.has("end-of-candidates"));
  }

  /** Values of all {@code a=candidate} lines. */
  public List<String> candidates() {
    List<String> all = new ArrayList<>(values("candidate"));
    media.forEach(part -> all.addAll(part.values("candidate")));
    return all;
  }

  /**
   * The credentials that the fragment belongs to; other ones than the session's ask for an ICE
   * restart (RFC 9725 §4.3.3). Empty when it names none.
   *
   * @throws NegotiationException when they are not as RFC 8839 §5.4 says
   */
  public Optional<IceParameters> ice() throws NegotiationException {
    for (MediaDescription part : media) {
      if (part.has("ice-ufrag")) {
        return Optional.of(RemoteTransport.ice(part, this));
      }
    }
    return has("ice-ufrag") ? Optional.of(RemoteTransport.ice(this, this)) : Optional.empty();
  }

  /** The reply to a client's restart: Weir's new credentials under the client's first m-line. */
  public SdpFragment restarted(IceParameters local, List<IceCandidate> candidates) {
    List<Attribute> ice = new ArrayList<>();
    ice.add(new Attribute("ice-ufrag", local.usernameFragment()));
    ice.add(new Attribute("ice-pwd", local.password()));
    candidates.forEach(candidate -> ice.add(CandidateAttribute.of(candidate)));
    ice.add(Attribute.property("end-of-candidates"));
    List<Attribute> session = new ArrayList<>(AnswerBuilder.sessionIce());
    if (media.isEmpty()) {
      session.addAll(ice);
      return new SdpFragment(session, List.of());
    }
    MediaDescription first = media.getFirst();
    List<Attribute> tagged = new ArrayList<>();
    first.attribute("mid").ifPresent(mid -> tagged.add(new Attribute("mid", mid)));
    tagged.addAll(ice);
    MediaDescription reply =
        new MediaDescription(
            first.kind(), first.port(), first.protocol(), first.formats(), "", tagged);
    return new SdpFragment(session, List.of(reply));
  }
}
