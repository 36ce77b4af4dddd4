package io.weir.bench.load.sdp;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.MediaKind;
import io.weir.signaling.sdp.Attribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The codecs that clients offer, with the payload types and parameters of browsers. */
public enum Format {
  /** RFC 7587. */
  OPUS(MediaKind.AUDIO, 111, "opus", 48_000, 2, Map.of("minptime", "10", "useinbandfec", "1")),
  /** RFC 7741. */
  VP8(MediaKind.VIDEO, 96, "VP8", 90_000, 0, Map.of()),
  /** RFC 9628. */
  VP9(MediaKind.VIDEO, 98, "VP9", 90_000, 0, Map.of("profile-id", "0")),
  /** RFC 6184, constrained baseline. */
  H264(
      MediaKind.VIDEO,
      102,
      "H264",
      90_000,
      0,
      Map.of(
          "level-asymmetry-allowed", "1",
          "packetization-mode", "1",
          "profile-level-id", "42e01f")),
  /** RTP Payload Format For AV1 v1.0. */
  AV1(MediaKind.VIDEO, 45, "AV1", 90_000, 0, Map.of("level-idx", "5", "profile", "0", "tier", "0"));

  static final String TRANSPORT_CC = "transport-cc";

  private static final List<String> VIDEO_FEEDBACK = List.of("nack", "nack pli", "ccm fir");

  private final MediaKind kind;
  private final int payloadType;
  private final String spelling;
  private final int clockRate;
  private final int channels;

  @SuppressWarnings("ImmutableEnumChecker") // Map.of: nobody can change it.
  private final Map<String, String> parameters;

  Format(
      MediaKind kind,
      int payloadType,
      String spelling,
      int clockRate,
      int channels,
      Map<String, String> parameters) {
    this.kind = kind;
    this.payloadType = payloadType;
    this.spelling = spelling;
    this.clockRate = clockRate;
    this.channels = channels;
    this.parameters = parameters;
  }

  /** The format of a codec's name in any case. */
  public static Optional<Format> find(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> format.name().equals(upper)).findFirst();
  }

  public MediaKind kind() {
    return kind;
  }

  boolean hasRtx() {
    return kind == MediaKind.VIDEO;
  }

  private int rtxPayloadType() {
    return payloadType + 1;
  }

  /** As offered. */
  CodecParameters offered(boolean transportCc) {
    Set<String> feedback = new LinkedHashSet<>();
    if (kind == MediaKind.VIDEO) {
      feedback.addAll(VIDEO_FEEDBACK);
    }
    if (transportCc) {
      feedback.add(TRANSPORT_CC);
    }
    return new CodecParameters(
        payloadType,
        name(),
        clockRate,
        channels,
        parameters,
        feedback,
        hasRtx() ? rtxPayloadType() : CodecParameters.NO_RTX);
  }

  /** The payload types of a codec, as an m-line lists them. */
  static List<String> payloadTypes(CodecParameters codec) {
    List<String> types = new ArrayList<>(List.of(Integer.toString(codec.payloadType())));
    if (codec.hasRtx()) {
      types.add(Integer.toString(codec.rtxPayloadType()));
    }
    return types;
  }

  /** The rtpmap, rtcp-fb and fmtp lines of a codec. */
  static List<Attribute> attributes(CodecParameters codec) {
    String type = Integer.toString(codec.payloadType());
    String name = find(codec.name()).map(known -> known.spelling).orElse(codec.name());
    String channels = codec.channels() > 1 ? "/" + codec.channels() : "";
    List<Attribute> lines = new ArrayList<>();
    lines.add(new Attribute("rtpmap", type + " " + name + "/" + codec.clockRate() + channels));
    codec.feedback().stream()
        .sorted()
        .forEach(value -> lines.add(new Attribute("rtcp-fb", type + " " + value)));
    List<String> parameters =
        codec.formatParameters().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toList();
    if (!parameters.isEmpty()) {
      lines.add(new Attribute("fmtp", type + " " + String.join(";", parameters)));
    }
    if (codec.hasRtx()) {
      lines.add(new Attribute("rtpmap", codec.rtxPayloadType() + " rtx/" + codec.clockRate()));
      lines.add(new Attribute("fmtp", codec.rtxPayloadType() + " apt=" + type)); // RFC 4588 §8.1
    }
    return lines;
  }
}
