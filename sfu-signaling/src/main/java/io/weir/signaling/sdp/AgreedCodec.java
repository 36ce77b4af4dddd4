package io.weir.signaling.sdp;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.MediaKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A codec that both ends use, under the offerer's payload type.
 *
 * @param offered as the offer describes it
 * @param known which one it is
 * @param feedback what of the offered rtcp-fb Weir does too, in a fixed order
 * @param rtxPayloadType for retransmission, or {@link CodecParameters#NO_RTX}
 */
record AgreedCodec(
    OfferedCodec offered, KnownCodec known, List<String> feedback, int rtxPayloadType) {

  static final String TRANSPORT_CC = "transport-cc";

  /** What a client's own estimate comes with, where it numbers no packets for ours. */
  private static final String RECEIVER_ESTIMATE = "goog-remb";

  /** Of pictures; sound is concealed rather than repeated. */
  private static final List<String> VIDEO_FEEDBACK = List.of("nack", "nack pli", "ccm fir");

  /**
   * The codecs common to an m-line and Weir: in the order of {@code allowed}, within one codec the
   * forms that most receivers decode first, then the offerer's order.
   *
   * @param arrivals what tells when packets arrive, as rtcp-fb spells it; empty for nothing
   */
  static List<AgreedCodec> select(OfferedSection section, List<String> allowed, String arrivals) {
    List<AgreedCodec> agreed = new ArrayList<>();
    for (String name : allowed) {
      KnownCodec.find(name)
          .filter(known -> known.kind() == section.kind())
          .ifPresent(known -> agreed.addAll(select(section, known, arrivals)));
    }
    return RedFormat.withoutLoose(agreed);
  }

  private static List<AgreedCodec> select(
      OfferedSection section, KnownCodec known, String arrivals) {
    return section.codecs().stream()
        .filter(known::matches)
        .sorted(Comparator.comparingInt(known::rank)) // stable
        .map(offered -> of(section, offered, known, arrivals))
        .toList();
  }

  private static AgreedCodec of(
      OfferedSection section, OfferedCodec offered, KnownCodec known, String arrivals) {
    boolean video = known.kind() == MediaKind.VIDEO;
    List<String> feedback = new ArrayList<>(video ? VIDEO_FEEDBACK : List.of());
    // RFC 8888 §6: reports by stream are on all payload types, or on none.
    boolean told =
        arrivals.equals(ArrivalFeedback.CONGESTION_CONTROL)
            || (arrivals.equals(TRANSPORT_CC) && offered.feedback().contains(TRANSPORT_CC));
    if (!told && video && section.role() == Role.SLOT) {
      feedback.add(RECEIVER_ESTIMATE);
    }
    feedback.retainAll(offered.feedback());
    if (told) {
      feedback.add(arrivals);
    }
    boolean repeats = video && feedback.contains("nack");
    return new AgreedCodec(
        offered, known, feedback, repeats ? offered.rtxPayloadType() : CodecParameters.NO_RTX);
  }

  boolean hasRtx() {
    return rtxPayloadType != CodecParameters.NO_RTX;
  }

  /** For the media plane. */
  CodecParameters parameters() {
    return new CodecParameters(
        offered.payloadType(),
        offered.name(),
        offered.clockRate(),
        known.kind() == MediaKind.VIDEO ? 0 : offered.channels(),
        offered.parameters(),
        Set.copyOf(feedback),
        rtxPayloadType);
  }

  /** Appends this codec's payload types, as the m-line lists them. */
  void addFormats(List<String> formats) {
    formats.add(Integer.toString(offered.payloadType()));
    if (hasRtx()) {
      formats.add(Integer.toString(rtxPayloadType));
    }
  }

  /** Appends rtpmap, rtcp-fb and fmtp. */
  void addAttributes(List<Attribute> out) {
    String payloadType = Integer.toString(offered.payloadType());
    String channels = offered.channels() > 1 ? "/" + offered.channels() : "";
    String format = offered.spelling() + "/" + offered.clockRate() + channels;
    out.add(new Attribute("rtpmap", payloadType + " " + format));
    for (String value : feedback) {
      if (value.equals(ArrivalFeedback.CONGESTION_CONTROL)) {
        continue; // It is said once, of all payload types.
      }
      out.add(new Attribute("rtcp-fb", payloadType + " " + value));
    }
    String parameters =
        offered.parameters().entrySet().stream()
            .filter(entry -> known.answers(entry.getKey()))
            .map(AgreedCodec::parameter)
            .collect(Collectors.joining(";"));
    if (!parameters.isEmpty()) {
      out.add(new Attribute("fmtp", payloadType + " " + parameters));
    }
    if (hasRtx()) {
      out.add(new Attribute("rtpmap", rtxPayloadType + " rtx/" + offered.clockRate()));
      out.add(new Attribute("fmtp", rtxPayloadType + " apt=" + payloadType)); // RFC 4588 §8.1
    }
  }

  private static String parameter(Map.Entry<String, String> entry) {
    return entry.getValue().isEmpty() ? entry.getKey() : entry.getKey() + "=" + entry.getValue();
  }
}
