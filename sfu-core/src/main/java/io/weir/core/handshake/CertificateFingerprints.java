package io.weir.core.handshake;

import io.weir.core.control.DtlsFingerprint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Computes and compares certificate fingerprints (RFC 8122 §5). Any thread. */
final class CertificateFingerprints {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

  private CertificateFingerprints() {}

  /** The fingerprint of a DER certificate by an algorithm that {@link #digestName} knows. */
  static DtlsFingerprint compute(String algorithm, byte[] der) {
    String name = digestName(algorithm);
    if (name == null) {
      throw new IllegalArgumentException("unknown hash function " + algorithm);
    }
    try {
      byte[] hash = MessageDigest.getInstance(name).digest(der);
      return new DtlsFingerprint(algorithm, COLONS.formatHex(hash));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has " + name, impossible);
    }
  }

  /** Whether one of the fingerprints that signaling gave is this certificate's. */
  static boolean matchAny(List<DtlsFingerprint> expected, byte[] der) {
    boolean matched = false;
    for (DtlsFingerprint fingerprint : expected) {
      String algorithm = fingerprint.algorithm().toLowerCase(Locale.ROOT);
      if (digestName(algorithm) != null) {
        matched |= sameText(compute(algorithm, der).value(), fingerprint.value());
      }
    }
    return matched;
  }

  private static boolean sameText(String computed, String given) {
    return MessageDigest.isEqual( // Takes the same time wherever they differ.
        computed.getBytes(StandardCharsets.US_ASCII),
        given.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
  }

  /** The JDK's name; null for what is not to be trusted any more (sha-1, md5) or unknown. */
  private static @Nullable String digestName(String algorithm) {
    return switch (algorithm) {
      case "sha-256" -> "SHA-256";
      case "sha-384" -> "SHA-384";
      case "sha-512" -> "SHA-512";
      default -> null;
    };
  }
}
