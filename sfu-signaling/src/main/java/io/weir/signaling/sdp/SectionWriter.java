package io.weir.signaling.sdp;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import io.weir.signaling.sdp.NegotiationState.Slot;
import java.util.ArrayList;
import java.util.List;

/** Writes the answer's m-lines. */
final class SectionWriter {

  /** The one canonical name (RFC 7022) of everything that Weir sends. */
  static final String CNAME = "weir";

  private static final String NOWHERE = "IN IP4 0.0.0.0";
  private static final int DISCARD_PORT = 9; // RFC 9429 §5.3.1

  private final IceParameters ice;
  private final DtlsFingerprint fingerprint;
  private final List<IceCandidate> candidates;

  SectionWriter(IceParameters ice, DtlsFingerprint fingerprint, List<IceCandidate> candidates) {
    this.ice = ice;
    this.fingerprint = fingerprint;
    this.candidates = candidates;
  }

  /** An m-line that is not used (RFC 3264 §6). */
  static MediaDescription rejected(MediaDescription offered) {
    List<Attribute> attributes = new ArrayList<>();
    if (!offered.mid().isEmpty()) {
      attributes.add(new Attribute("mid", offered.mid()));
    }
    attributes.add(Attribute.property(Direction.INACTIVE.word()));
    return new MediaDescription(
        offered.kind(), 0, offered.protocol(), offered.formats(), NOWHERE, attributes);
  }

  MediaDescription track(AgreedSection section, boolean tagged) {
    return describe(section, tagged, Direction.RECVONLY, section.simulcast().accepted());
  }

  MediaDescription idle(AgreedSection section, boolean tagged) {
    return describe(section, tagged, Direction.INACTIVE, List.of());
  }

  MediaDescription slot(AgreedSection section, boolean tagged, Slot slot) {
    List<Attribute> streams = new ArrayList<>();
    String kind = section.offered().media().kind();
    streams.add(
        new Attribute(
            "msid", "slot-" + slot.index() + " " + kind + "-" + slot.index())); // RFC 8830
    if (section.hasRtx()) {
      streams.add(new Attribute("ssrc-group", "FID " + slot.ssrc() + " " + slot.rtxSsrc()));
    }
    streams.add(ssrc(slot.ssrc()));
    if (section.hasRtx()) {
      streams.add(ssrc(slot.rtxSsrc()));
    }
    return describe(section, tagged, Direction.SENDONLY, streams);
  }

  private static Attribute ssrc(long ssrc) {
    return new Attribute("ssrc", ssrc + " cname:" + CNAME); // RFC 5576 §6.1
  }

  private MediaDescription describe(
      AgreedSection section, boolean tagged, Direction direction, List<Attribute> streams) {
    MediaDescription media = section.offered().media();
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(new Attribute("mid", media.mid()));
    addTransport(attributes, tagged);
    attributes.add(Attribute.property(direction.word()));
    attributes.add(Attribute.property("rtcp-mux"));
    echo(media, "rtcp-rsize", attributes);
    echo(media, "extmap-allow-mixed", attributes);
    section.extensions().forEach(extension -> attributes.add(extension.accepted()));
    List<String> formats = new ArrayList<>();
    for (AgreedCodec codec : section.codecs()) {
      codec.addFormats(formats);
      codec.addAttributes(attributes);
    }
    if (section.hasCongestionFeedback()) { // RFC 8888 §6: for every payload type
      attributes.add(new Attribute("rtcp-fb", "* " + ArrivalFeedback.CONGESTION_CONTROL));
    }
    attributes.addAll(streams);
    boolean addressed = !candidates.isEmpty(); // RFC 8839 §4.2.1.2: the default destination
    return new MediaDescription(
        media.kind(),
        addressed ? candidates.getFirst().port() : DISCARD_PORT,
        media.protocol(),
        formats,
        addressed ? CandidateAttribute.connection(candidates.getFirst().address()) : NOWHERE,
        attributes);
  }

  /**
   * Credentials stand in every m-line, although RFC 9143 §7.3.1 wants them in the tagged one alone:
   * browsers ignore the repetition, and aiortc needs it. Candidates stand in the tagged one.
   */
  private void addTransport(List<Attribute> attributes, boolean tagged) {
    if (tagged) {
      candidates.forEach(candidate -> attributes.add(CandidateAttribute.of(candidate)));
      attributes.add(Attribute.property("end-of-candidates")); // RFC 8838 §8.2: none will follow
    }
    attributes.add(new Attribute("ice-ufrag", ice.usernameFragment()));
    attributes.add(new Attribute("ice-pwd", ice.password()));
    attributes.add(
        new Attribute("fingerprint", fingerprint.algorithm() + " " + fingerprint.value()));
    attributes.add(new Attribute("setup", "passive")); // RFC 8842 §5.3: Weir is the DTLS server
  }

  private static void echo(MediaDescription offered, String name, List<Attribute> attributes) {
    if (offered.has(name)) {
      attributes.add(Attribute.property(name));
    }
  }
}
