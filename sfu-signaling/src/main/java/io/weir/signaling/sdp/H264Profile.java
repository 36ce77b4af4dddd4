package io.weir.signaling.sdp;

import java.util.Map;
import java.util.Optional;

/** The H.264 profiles that WebRTC uses; those most decoders know come first. */
enum H264Profile {
  CONSTRAINED_BASELINE,
  BASELINE,
  MAIN,
  CONSTRAINED_HIGH,
  HIGH;

  /** RFC 6184 §8.1: Baseline, level 1, when profile-level-id is absent. */
  private static final String DEFAULT_ID = "42000a";

  private static final int ID_LENGTH = 6;

  /** The profile of a codec's format parameters (RFC 6184 §8.1, table 5). */
  static Optional<H264Profile> of(Map<String, String> parameters) {
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
