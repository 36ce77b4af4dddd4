package io.weir.signaling.sdp;

import java.util.List;

/**
 * A session description (RFC 8866), as far as WebRTC uses it: times, bandwidths and the like are
 * not kept. Immutable.
 *
 * @param origin the {@code o=} line's text: six words
 * @param name the {@code s=} line's text
 * @param attributes session-level attributes in the order of the text
 * @param media the m-lines
 */
public record SessionDescription(
    String origin, String name, List<Attribute> attributes, List<MediaDescription> media)
    implements Attributed {

  public SessionDescription {
    attributes = List.copyOf(attributes);
    media = List.copyOf(media);
  }
}
