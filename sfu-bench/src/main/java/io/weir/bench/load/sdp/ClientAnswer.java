package io.weir.bench.load.sdp;

import io.weir.bench.load.media.AgreedSection;
import io.weir.bench.load.media.DtlsSetup;
import io.weir.bench.load.media.LocalMedia;
import io.weir.bench.load.media.LocalTrack;
import io.weir.bench.load.media.RemoteMedia;
import io.weir.bench.load.media.SectionDirection;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.signaling.sdp.CodecTable;
import io.weir.signaling.sdp.Direction;
import io.weir.signaling.sdp.MediaDescription;
import io.weir.signaling.sdp.OfferedCodec;
import io.weir.signaling.sdp.OfferedExtension;
import io.weir.signaling.sdp.OfferedStreams;
import io.weir.signaling.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A client's answer to a server that offers, as some do to viewers.
 *
 * @param text the SDP for the server
 * @param remote what it means for the media plane
 */
public record ClientAnswer(String text, RemoteMedia remote) {

  /** Everything but this is understood well enough to take it. */
  private static final Set<HeaderExtensionId> LEFT_OUT =
      Set.of(HeaderExtensionId.DEPENDENCY_DESCRIPTOR, HeaderExtensionId.COLOR_SPACE);

  /** Answers an offer: takes what the client can, sends its tracks where the server wants some. */
  public static ClientAnswer to(String offer, LocalMedia local, ClientOffer.Wishes wishes)
      throws DescriptionException {
    SessionDescription session = RemoteDescription.parse(offer);
    List<OfferSection> sections = new ArrayList<>();
    List<AgreedSection> agreed = new ArrayList<>();
    Set<Integer> used = new LinkedHashSet<>();
    for (MediaDescription media : session.media()) {
      OfferSection section = answer(media, session, local, wishes, used);
      sections.add(section);
      agreed.add(agree(media, session, section));
    }
    RemoteMedia remote = RemoteDescription.transport(session, agreed);
    // RFC 8842 §5.3: the answerer chooses where the offerer leaves the choice.
    DtlsSetup setup = remote.setup() == DtlsSetup.ACTIVE ? DtlsSetup.PASSIVE : DtlsSetup.ACTIVE;
    return new ClientAnswer(new DescriptionWriter(local, setup).write(sections), remote);
  }

  private static OfferSection answer(
      MediaDescription media,
      SessionDescription session,
      LocalMedia local,
      ClientOffer.Wishes wishes,
      Set<Integer> used) {
    MediaKind kind = media.kind().equals("audio") ? MediaKind.AUDIO : MediaKind.VIDEO;
    Direction theirs = Direction.of(media, session);
    int track = theirs.receives() ? freeTrack(kind, local, used) : OfferSection.NO_TRACK;
    List<CodecParameters> codecs = codecs(media, kind, local, wishes, track);
    if (media.isRejected() || codecs.isEmpty()) {
      return new OfferSection(
          media.mid(), kind, Direction.INACTIVE, List.of(), Map.of(), OfferSection.NO_TRACK);
    }
    boolean sends = track != OfferSection.NO_TRACK;
    if (sends) {
      used.add(track);
    }
    return new OfferSection(
        media.mid(),
        kind,
        direction(sends, theirs.sends()),
        codecs,
        extensions(media, session, wishes),
        track);
  }

  private static int freeTrack(MediaKind kind, LocalMedia local, Set<Integer> used) {
    for (int i = 0; i < local.tracks().size(); i++) {
      if (local.tracks().get(i).kind() == kind && !used.contains(i)) {
        return i;
      }
    }
    return OfferSection.NO_TRACK;
  }

  /** The offered codecs that the client takes, or the one that it sends. */
  private static List<CodecParameters> codecs(
      MediaDescription media,
      MediaKind kind,
      LocalMedia local,
      ClientOffer.Wishes wishes,
      int track) {
    List<CodecParameters> codecs = new ArrayList<>();
    if (!media.kind().equals("audio") && !media.kind().equals("video")) {
      return codecs;
    }
    LocalTrack sent = track == OfferSection.NO_TRACK ? null : local.tracks().get(track);
    for (OfferedCodec codec : CodecTable.read(media)) {
      boolean taken =
          sent == null
              ? Format.find(codec.name())
                  .filter(format -> format.kind() == kind && wishes.receivable().contains(format))
                  .isPresent()
              : sent.codec().equalsIgnoreCase(codec.name());
      if (taken) {
        codecs.add(understood(RemoteDescription.parameters(codec), wishes));
      }
    }
    return codecs;
  }

  private static CodecParameters understood(CodecParameters codec, ClientOffer.Wishes wishes) {
    Set<String> ours =
        Format.find(codec.name())
            .map(format -> format.offered(wishes.transportCc()).feedback())
            .orElse(Set.of());
    Set<String> feedback = new LinkedHashSet<>(codec.feedback());
    feedback.retainAll(ours);
    return codec.withFeedback(feedback);
  }

  private static Map<HeaderExtensionId, Integer> extensions(
      MediaDescription media, SessionDescription session, ClientOffer.Wishes wishes) {
    Map<HeaderExtensionId, Integer> ids = RemoteDescription.extensions(media, session);
    ids.keySet().removeAll(LEFT_OUT);
    if (!wishes.transportCc()) {
      ids.remove(HeaderExtensionId.TRANSPORT_CC);
    }
    return ids;
  }

  private static Direction direction(boolean sends, boolean receives) {
    if (sends) {
      return receives ? Direction.SENDRECV : Direction.SENDONLY;
    }
    return receives ? Direction.RECVONLY : Direction.INACTIVE;
  }

  private static AgreedSection agree(
      MediaDescription media, SessionDescription session, OfferSection section) {
    if (section.codecs().isEmpty()) {
      MediaKind kind = section.kind();
      List<CodecParameters> placeholder =
          List.of((kind == MediaKind.AUDIO ? Format.OPUS : Format.VP8).offered(false));
      return RemoteDescription.agreed(
          SectionDirection.INACTIVE, section, placeholder, Map.of(), List.of(), "", false);
    }
    OfferedStreams streams = OfferedStreams.read(media);
    List<EncodingParameters> encodings =
        section.track() == OfferSection.NO_TRACK
            ? List.of(streams.encoding())
            : List.of(
                new EncodingParameters(
                    "", EncodingParameters.UNKNOWN_SSRC, EncodingParameters.UNKNOWN_SSRC));
    return RemoteDescription.agreed(
        RemoteDescription.direction(section.direction().sends(), section.direction().receives()),
        section,
        section.codecs(),
        section.extensions(),
        encodings,
        streams.cname(),
        OfferedExtension.mix(media, session));
  }
}
