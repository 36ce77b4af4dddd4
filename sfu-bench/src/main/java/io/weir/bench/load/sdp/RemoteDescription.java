package io.weir.bench.load.sdp;

import io.weir.bench.load.media.AgreedSection;
import io.weir.bench.load.media.DtlsSetup;
import io.weir.bench.load.media.RemoteMedia;
import io.weir.bench.load.media.SectionDirection;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import io.weir.core.control.RtpParameters;
import io.weir.signaling.sdp.Attributed;
import io.weir.signaling.sdp.CandidateAttribute;
import io.weir.signaling.sdp.CodecTable;
import io.weir.signaling.sdp.Direction;
import io.weir.signaling.sdp.MediaDescription;
import io.weir.signaling.sdp.NegotiationException;
import io.weir.signaling.sdp.OfferedCodec;
import io.weir.signaling.sdp.OfferedExtension;
import io.weir.signaling.sdp.OfferedStreams;
import io.weir.signaling.sdp.RemoteTransport;
import io.weir.signaling.sdp.SdpException;
import io.weir.signaling.sdp.SdpParser;
import io.weir.signaling.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what a server's offer or answer says, with the rules that both share. */
final class RemoteDescription {

  private RemoteDescription() {}

  static SessionDescription parse(String text) throws DescriptionException {
    try {
      return SdpParser.parse(text);
    } catch (SdpException e) {
      throw new DescriptionException("The server's SDP cannot be read: " + e.getMessage());
    }
  }

  /** The server's transport: that of its first m-line in use, which all others share. */
  static RemoteMedia transport(SessionDescription session, List<AgreedSection> sections)
      throws DescriptionException {
    MediaDescription first =
        session.media().stream()
            .filter(media -> !media.isRejected())
            .findFirst()
            .orElseThrow(() -> new DescriptionException("The server refused every m-line."));
    try {
      IceParameters ice = RemoteTransport.ice(first, session);
      return new RemoteMedia(
          ice,
          session.has("ice-lite"),
          candidates(session),
          RemoteTransport.fingerprints(first, session),
          setup(first, session),
          sections);
    } catch (NegotiationException e) {
      throw new DescriptionException("The server's SDP cannot be used: " + e.getMessage());
    }
  }

  private static List<IceCandidate> candidates(SessionDescription session) {
    Set<IceCandidate> found = new LinkedHashSet<>();
    List<Attributed> parts = new ArrayList<>(session.media());
    parts.add(session);
    for (Attributed part : parts) {
      for (String value : part.values("candidate")) {
        CandidateAttribute.parse(value).ifPresent(found::add);
      }
    }
    return List.copyOf(found);
  }

  private static DtlsSetup setup(MediaDescription media, SessionDescription session) {
    String word = media.attribute("setup").or(() -> session.attribute("setup")).orElse("passive");
    return switch (word) {
      case "active" -> DtlsSetup.ACTIVE;
      case "actpass" -> DtlsSetup.ACTPASS;
      default -> DtlsSetup.PASSIVE;
    };
  }

  /**
   * What an m-line of the server's answer agrees on.
   *
   * @param offered the client's m-line
   * @param rids of the track that it sends, empty when it sends none
   */
  static AgreedSection section(
      MediaDescription media, SessionDescription session, OfferSection offered, List<String> rids) {
    List<CodecParameters> codecs = codecs(media, offered.codecs());
    if (media.isRejected() || codecs.isEmpty()) {
      return agreed(
          SectionDirection.INACTIVE, offered, offered.codecs(), Map.of(), List.of(), "", false);
    }
    Direction theirs = Direction.of(media, session);
    boolean sends = theirs.receives() && offered.direction().sends();
    boolean receives = theirs.sends() && offered.direction().receives();
    OfferedStreams streams = OfferedStreams.read(media);
    return agreed(
        direction(sends, receives),
        offered,
        codecs,
        extensions(media, session, offered),
        sends ? accepted(media, rids) : List.of(streams.encoding()),
        streams.cname(),
        OfferedExtension.mix(media, session));
  }

  static SectionDirection direction(boolean sends, boolean receives) {
    if (sends) {
      return receives ? SectionDirection.SEND_AND_RECEIVE : SectionDirection.SEND;
    }
    return receives ? SectionDirection.RECEIVE : SectionDirection.INACTIVE;
  }

  static AgreedSection agreed(
      SectionDirection direction,
      OfferSection section,
      List<CodecParameters> codecs,
      Map<HeaderExtensionId, Integer> extensions,
      List<EncodingParameters> encodings,
      String cname,
      boolean mixed) {
    return new AgreedSection(
        direction,
        new RtpParameters(
            section.mid(), section.kind(), codecs, extensions, encodings, cname, mixed));
  }

  /** The client's codecs that the server took, in the server's order and with what it agreed to. */
  private static List<CodecParameters> codecs(
      MediaDescription media, List<CodecParameters> offered) {
    List<CodecParameters> codecs = new ArrayList<>();
    for (OfferedCodec codec : CodecTable.read(media)) {
      offered.stream()
          .filter(known -> known.name().equals(codec.name()))
          .findFirst()
          .ifPresent(known -> codecs.add(parameters(codec)));
    }
    return codecs;
  }

  /** The media plane's form of what an m-line says of a codec. */
  static CodecParameters parameters(OfferedCodec codec) {
    return new CodecParameters(
        codec.payloadType(),
        codec.name(),
        codec.clockRate(),
        codec.channels(),
        codec.parameters(),
        codec.feedback(),
        codec.rtxPayloadType());
  }

  private static Map<HeaderExtensionId, Integer> extensions(
      MediaDescription media, SessionDescription session, OfferSection offered) {
    Map<HeaderExtensionId, Integer> ids = extensions(media, session);
    ids.keySet().retainAll(offered.extensions().keySet());
    return ids;
  }

  static Map<HeaderExtensionId, Integer> extensions(
      MediaDescription media, SessionDescription session) {
    Map<HeaderExtensionId, Integer> ids = new EnumMap<>(HeaderExtensionId.class);
    for (OfferedExtension extension : OfferedExtension.read(media, session)) {
      ids.put(extension.extension(), extension.id());
    }
    return ids;
  }

  /** The rids that an answer takes; without {@code a=simulcast} only the first (RFC 8853 §5.3). */
  private static List<EncodingParameters> accepted(MediaDescription media, List<String> rids) {
    String simulcast = media.attribute("simulcast").orElse("");
    List<EncodingParameters> encodings = new ArrayList<>();
    for (String rid : rids) {
      boolean taken = simulcast.isEmpty() ? encodings.isEmpty() : names(simulcast, rid);
      if (taken) {
        encodings.add(
            new EncodingParameters(
                simulcast.isEmpty() ? "" : rid,
                EncodingParameters.UNKNOWN_SSRC,
                EncodingParameters.UNKNOWN_SSRC));
      }
    }
    return encodings;
  }

  private static boolean names(String simulcast, String rid) {
    for (String word : simulcast.split("[ ;,]+", -1)) {
      if (word.equals(rid)) {
        return true;
      }
    }
    return false;
  }
}
