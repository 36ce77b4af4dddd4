package io.weir.core.control;

import java.util.Map;
import java.util.Optional;

/** The H.264 profiles that WebRTC uses; those most decoders know come first. */
public enum H264Profile {
  /** What every decoder knows (RFC 7742 §6.2). */
  CONSTRAINED_BASELINE,
  /** With flexible macroblock order, which the higher profiles lack. */
  BASELINE,
  /** With B slices, CABAC and interlacing. */
  MAIN,
  /** High without interlacing and B slices. */
  CONSTRAINED_HIGH,
  /** With 8×8 transforms. */
  HIGH;

  /** RFC 6184 §8.1: Baseline, level 1, when profile-level-id is absent. */
  private static final String DEFAULT_ID = "42000a";

  private static final int ID_LENGTH = 6;

  /** The profile of a codec's format parameters (RFC 6184 §8.1, table 5). */
  public static Optional<H264Profile> of(Map<String, String> parameters) {
    String id = parameters.getOrDefault("profile-level-id", DEFAULT_ID);
    if (id.length() != ID_LENGTH) {
      return Optional.empty();
    }
    int bits = 0;
    for (int i = 0; i < ID_LENGTH; i++) {
      int digit = Character.digit(id.charAt(i), 16);
      if (digit < 0) {
        return Optional.empty();
      }
      bits = bits << 4 | digit;
    }
    return of(bits >> 16, bits >> 8 & 0xff);
  }

  /** Whether decoders of this profile must decode a stream of another (ITU-T H.264 §A.2). */
  public boolean decodes(H264Profile sent) {
    return switch (sent) {
      case CONSTRAINED_BASELINE -> true;
      case BASELINE -> this == BASELINE;
      case MAIN -> this == MAIN || this == HIGH;
      case CONSTRAINED_HIGH -> this == CONSTRAINED_HIGH || this == HIGH;
      case HIGH -> this == HIGH;
    };
  }

  private static Optional<H264Profile> of(int profileIdc, int constraints) {
    return switch (profileIdc) {
      case 0x42 -> when(constraints, 0b0000_1111, 0, flagged(constraints, 0x40));
      case 0x4d ->
          (constraints & 0x80) != 0
              ? when(constraints, 0b0000_1111, 0, CONSTRAINED_BASELINE)
              : when(constraints, 0b0010_1111, 0, MAIN);
      case 0x58 -> when(constraints, 0b1000_1111, 0x80, flagged(constraints, 0x40));
      case 0x64 ->
          constraints == 0x0c
              ? Optional.of(CONSTRAINED_HIGH)
              : when(constraints, 0b1111_1111, 0, HIGH);
      default -> Optional.empty();
    };
  }

  private static H264Profile flagged(int constraints, int flag) {
    return (constraints & flag) != 0 ? CONSTRAINED_BASELINE : BASELINE;
  }

  private static Optional<H264Profile> when(
      int constraints, int mask, int expected, H264Profile profile) {
    return (constraints & mask) == expected ? Optional.of(profile) : Optional.empty();
  }
}
