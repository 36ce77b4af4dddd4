package io.weir.signaling.sdp;

import io.weir.core.control.H264Profile;
import io.weir.core.control.MediaKind;
import java.util.Locale;
import java.util.Optional;

/** The codecs that Weir forwards, with what an offer must say for one to match. */
enum KnownCodec {
  /** RFC 7741. */
  VP8(MediaKind.VIDEO, 90_000),
  /** RFC 6184. */
  H264(MediaKind.VIDEO, 90_000),
  /** RFC 7587. */
  OPUS(MediaKind.AUDIO, 48_000);

  private final MediaKind kind;
  private final int clockRate;

  KnownCodec(MediaKind kind, int clockRate) {
    this.kind = kind;
    this.clockRate = clockRate;
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
      case VP8 -> false;
      case H264 ->
          switch (parameter) {
            case "level-asymmetry-allowed", "packetization-mode", "profile-level-id" -> true;
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
    if (!offered.name().equals(name()) || offered.clockRate() != clockRate) {
      return false;
    }
    return switch (this) {
      case VP8 -> true;
      case OPUS -> offered.channels() == 2; // RFC 7587 §7: always written as two channels
      case H264 ->
          H264Profile.of(offered.parameters()).isPresent()
              && packetizationMode(offered) <= 1; // interleaved mode is not WebRTC, RFC 7742 §6.2
    };
  }

  /** Smaller is decodable by more receivers, among payload types of this codec. */
  int rank(OfferedCodec offered) {
    if (this != H264) {
      return 0;
    }
    int profile =
        H264Profile.of(offered.parameters()).map(Enum::ordinal).orElse(H264Profile.values().length);
    return 2 * profile + (1 - Math.min(1, packetizationMode(offered)));
  }

  private static int packetizationMode(OfferedCodec offered) {
    String mode = offered.parameters().getOrDefault("packetization-mode", "0"); // RFC 6184 §8.1
    int parsed = Numbers.parse(mode, 2);
    return parsed < 0 ? 2 : parsed;
  }
}
