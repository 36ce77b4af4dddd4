package io.weir.bench.load.sdp;

import io.weir.bench.load.media.DtlsSetup;
import io.weir.bench.load.media.LocalEncoding;
import io.weir.bench.load.media.LocalMedia;
import io.weir.bench.load.media.LocalTrack;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.MediaKind;
import io.weir.signaling.sdp.Attribute;
import io.weir.signaling.sdp.CandidateAttribute;
import io.weir.signaling.sdp.MediaDescription;
import io.weir.signaling.sdp.SdpWriter;
import io.weir.signaling.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a client's offer or answer. Used once. */
final class DescriptionWriter {

  private static final String NOWHERE = "IN IP4 0.0.0.0";
  private static final int DISCARD_PORT = 9; // RFC 9429 §5.2.1

  private final LocalMedia local;
  private final DtlsSetup setup;

  DescriptionWriter(LocalMedia local, DtlsSetup setup) {
    this.local = local;
    this.setup = setup;
  }

  String write(List<OfferSection> sections) {
    List<Attribute> attributes = new ArrayList<>();
    String bundle =
        sections.stream()
            .filter(section -> !section.codecs().isEmpty())
            .map(OfferSection::mid)
            .collect(Collectors.joining(" "));
    attributes.add(new Attribute("group", "BUNDLE " + bundle));
    attributes.add(Attribute.property("extmap-allow-mixed"));
    attributes.add(new Attribute("msid-semantic", "WMS *"));
    String origin = "- " + Integer.toUnsignedLong(local.ice().hashCode()) + " 2 IN IP4 127.0.0.1";
    return SdpWriter.write(
        new SessionDescription(
            origin, "-", attributes, sections.stream().map(this::media).toList()));
  }

  private MediaDescription media(OfferSection section) {
    String kind = section.kind() == MediaKind.AUDIO ? "audio" : "video";
    String protocol = "UDP/TLS/RTP/SAVPF";
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(new Attribute("mid", section.mid()));
    if (section.codecs().isEmpty()) { // RFC 3264 §6: refused
      attributes.add(Attribute.property("inactive"));
      return new MediaDescription(kind, 0, protocol, List.of("0"), NOWHERE, attributes);
    }
    addTransport(attributes);
    attributes.add(Attribute.property(section.direction().word()));
    attributes.add(Attribute.property("rtcp-mux"));
    attributes.add(Attribute.property("rtcp-rsize"));
    section.extensions().entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(entry ->
            attributes.add(new Attribute("extmap", entry.getValue() + " " + entry.getKey().uri())));
    List<String> formats = new ArrayList<>();
    for (CodecParameters codec : section.codecs()) {
      formats.addAll(Format.payloadTypes(codec));
      attributes.addAll(Format.attributes(codec));
    }
    if (section.track() != OfferSection.NO_TRACK) {
      addStreams(attributes, local.tracks().get(section.track()));
    }
    return new MediaDescription(kind, DISCARD_PORT, protocol, formats, NOWHERE, attributes);
  }

  private void addTransport(List<Attribute> attributes) {
    local.candidates().forEach(candidate -> attributes.add(CandidateAttribute.of(candidate)));
    attributes.add(Attribute.property("end-of-candidates"));
    attributes.add(new Attribute("ice-ufrag", local.ice().usernameFragment()));
    attributes.add(new Attribute("ice-pwd", local.ice().password()));
    attributes.add(
        new Attribute(
            "fingerprint", local.fingerprint().algorithm() + " " + local.fingerprint().value()));
    attributes.add(new Attribute("setup", setup.name().toLowerCase(Locale.ROOT)));
  }

  private void addStreams(List<Attribute> attributes, LocalTrack track) {
    attributes.add(new Attribute("msid", track.stream() + " " + track.track()));
    if (track.encodings().size() > 1) { // RFC 8853: encodings are told apart by rid
      List<String> rids = track.encodings().stream().map(LocalEncoding::rid).toList();
      rids.forEach(rid -> attributes.add(new Attribute("rid", rid + " send")));
      attributes.add(new Attribute("simulcast", "send " + String.join(";", rids)));
      return;
    }
    LocalEncoding encoding = track.encodings().getFirst();
    boolean repeats = encoding.rtxSsrc() != LocalEncoding.NO_RTX;
    if (repeats) {
      attributes.add(
          new Attribute("ssrc-group", "FID " + encoding.ssrc() + " " + encoding.rtxSsrc()));
    }
    addSsrc(attributes, encoding.ssrc(), track);
    if (repeats) {
      addSsrc(attributes, encoding.rtxSsrc(), track);
    }
  }

  private void addSsrc(List<Attribute> attributes, long ssrc, LocalTrack track) {
    attributes.add(new Attribute("ssrc", ssrc + " cname:" + local.cname())); // RFC 5576 §6.1
    attributes.add(new Attribute("ssrc", ssrc + " msid:" + track.stream() + " " + track.track()));
  }
}
