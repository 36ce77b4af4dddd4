package io.weir.signaling.sdp;

import io.weir.core.control.H264Profile;
import io.weir.core.control.MediaKind;
import java.util.Locale;
import java.util.Optional;

/**
 * The codecs that Weir forwards, with what an offer must say for one to match. Slots list them in
 * this order after those of the room.
 */
enum KnownCodec {
  /** RFC 7741. */
  VP8(MediaKind.VIDEO, 90_000, 1),
  /** RFC 6184. */
  H264(MediaKind.VIDEO, 90_000, 1),
  /** RFC 9628. */
  VP9(MediaKind.VIDEO, 90_000, 1),
  /** RTP Payload Format For AV1 v1.0 of the Alliance for Open Media. */
  AV1(MediaKind.VIDEO, 90_000, 1),
  /** RFC 7798. */
  H265(MediaKind.VIDEO, 90_000, 1),
  /** RFC 7587; always written as two channels (§7). */
  OPUS(MediaKind.AUDIO, 48_000, 2),
  /** Redundancy (RFC 2198) of Opus. */
  RED(MediaKind.AUDIO, 48_000, 2),
  /** G.711 µ-law, RFC 3551 §4.5.14. */
  PCMU(MediaKind.AUDIO, 8_000, 1),
  /** G.711 A-law, RFC 3551 §4.5.14. */
  PCMA(MediaKind.AUDIO, 8_000, 1);

  private static final int MAX_VP9_PROFILE = 3;
  private static final int MAX_AV1_PROFILE = 2;
  private static final int MAX_H265_PROFILE = 31;

  private final MediaKind kind;
  private final int clockRate;
  private final int channels;

  KnownCodec(MediaKind kind, int clockRate, int channels) {
    this.kind = kind;
    this.clockRate = clockRate;
    this.channels = channels;
  }

  /** The codec called so, in any case. */
  static Optional<KnownCodec> find(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    for (KnownCodec codec : values()) {
      if (codec.name().equals(upper)) {
        return Optional.of(codec);
      }
    }
    return Optional.empty();
  }

  MediaKind kind() {
    return kind;
  }

  /**
   * Whether a format parameter of the offer belongs into the answer too: those that both ends must
   * agree on or may wish for, none that describe the offerer's own streams or limits.
   */
  boolean answers(String parameter) {
    return switch (this) {
      case VP8, PCMU, PCMA -> false;
      case RED -> true;
      case VP9 -> parameter.equals("profile-id");
      case H264 ->
          switch (parameter) {
            case "level-asymmetry-allowed", "packetization-mode", "profile-level-id" -> true;
            default -> false;
          };
      case AV1 ->
          switch (parameter) {
            case "level-idx", "profile", "tier" -> true;
            default -> false;
          };
      case H265 ->
          switch (parameter) {
            case "level-id", "profile-id", "tier-flag", "tx-mode" -> true;
            default -> false;
          };
      case OPUS ->
          switch (parameter) {
            case "minptime", "useinbandfec", "usedtx", "stereo", "maxplaybackrate" -> true;
            default -> false;
          };
    };
  }

  /** Whether an offered payload type is this codec in a form that Weir forwards. */
  boolean matches(OfferedCodec offered) {
    if (!offered.name().equals(name())
        || offered.clockRate() != clockRate
        || offered.channels() != channels) {
      return false;
    }
    return switch (this) {
      case VP8, OPUS, PCMU, PCMA -> true;
      case VP9 -> profile(offered) >= 0;
      case AV1 -> profile(offered) >= 0;
      case H265 ->
          // RFC 7798 §7.1: several streams for one picture are not WebRTC.
          profile(offered) >= 0
              && offered.parameters().getOrDefault("tx-mode", "SRST").equalsIgnoreCase("SRST");
      case RED -> RedFormat.repeated(offered) >= 0;
      case H264 ->
          H264Profile.of(offered.parameters()).isPresent()
              && packetizationMode(offered) <= 1; // interleaved mode is not WebRTC, RFC 7742 §6.2
    };
  }

  /** Smaller is decodable by more receivers, among payload types of this codec. */
  int rank(OfferedCodec offered) {
    return switch (this) {
      case VP9, AV1, H265 -> profile(offered);
      case H264 ->
          2 * H264Profile.of(offered.parameters()).map(Enum::ordinal).orElse(0)
              + (1 - Math.min(1, packetizationMode(offered)));
      case VP8, OPUS, RED, PCMU, PCMA -> 0;
    };
  }

  /** The profile's number, or -1 when there is no such profile. */
  private int profile(OfferedCodec offered) {
    return switch (this) {
      case VP9 -> number(offered, "profile-id", "0", MAX_VP9_PROFILE);
      case AV1 -> number(offered, "profile", "0", MAX_AV1_PROFILE);
      case H265 -> number(offered, "profile-id", "1", MAX_H265_PROFILE); // RFC 7798 §7.1
      default -> 0;
    };
  }

  private static int packetizationMode(OfferedCodec offered) {
    int parsed = number(offered, "packetization-mode", "0", 2); // RFC 6184 §8.1
    return parsed < 0 ? 2 : parsed;
  }

  private static int number(OfferedCodec offered, String name, String otherwise, int max) {
    return Numbers.parse(offered.parameters().getOrDefault(name, otherwise), max);
  }
}
