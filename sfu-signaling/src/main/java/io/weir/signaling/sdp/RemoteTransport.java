package io.weir.signaling.sdp;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.IceParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the other end's ICE credentials and certificate fingerprints (RFC 8839, RFC 8122). */
public final class RemoteTransport {

  // RFC 8839 §5.4
  private static final Pattern USERNAME_FRAGMENT = Pattern.compile("[A-Za-z0-9+/]{4,256}");
  private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9+/]{22,256}");
  private static final Pattern HEX_OCTETS = Pattern.compile("[0-9A-F]{2}(?::[0-9A-F]{2})*");

  /** Hash functions strong enough, with the length of their values in octets. */
  private static final Map<String, Integer> HASHES =
      Map.of("sha-256", 32, "sha-384", 48, "sha-512", 64);

  private RemoteTransport() {}

  /** The credentials that an m-line, else the session, gives. */
  public static IceParameters ice(Attributed media, Attributed session)
      throws NegotiationException {
    Optional<String> ufrag = first("ice-ufrag", media, session);
    Optional<String> password = first("ice-pwd", media, session);
    if (ufrag.isEmpty() || password.isEmpty()) {
      throw NegotiationException.unusable("There are no ICE credentials.");
    }
    if (!USERNAME_FRAGMENT.matcher(ufrag.get()).matches()
        || !PASSWORD.matcher(password.get()).matches()) {
      throw NegotiationException.unusable("The ICE credentials are not as RFC 8839 §5.4 says.");
    }
    return new IceParameters(ufrag.get(), password.get());
  }

  /** The fingerprints that an m-line, else the session, gives; weak hash functions are ignored. */
  public static List<DtlsFingerprint> fingerprints(Attributed media, Attributed session)
      throws NegotiationException {
    List<String> values = media.values("fingerprint");
    List<DtlsFingerprint> strong = new ArrayList<>();
    for (String value : values.isEmpty() ? session.values("fingerprint") : values) {
      fingerprint(value).ifPresent(strong::add);
    }
    if (strong.isEmpty()) {
      throw NegotiationException.unusable(
          "There is no certificate fingerprint with SHA-256 or stronger.");
    }
    return strong;
  }

  private static Optional<DtlsFingerprint> fingerprint(String value) {
    String[] words = value.strip().split(" +", -1);
    if (words.length != 2) {
      return Optional.empty();
    }
    String algorithm = words[0].toLowerCase(Locale.ROOT);
    String octets = words[1].toUpperCase(Locale.ROOT);
    int expected = HASHES.getOrDefault(algorithm, 0);
    boolean complete = octets.length() == 3 * expected - 1;
    return complete && HEX_OCTETS.matcher(octets).matches()
        ? Optional.of(new DtlsFingerprint(algorithm, octets))
        : Optional.empty();
  }

  /** Refuses an offerer that insists on being the DTLS server: Weir always is (RFC 8842 §5.3). */
  static void checkSetup(Attributed media, Attributed session) throws NegotiationException {
    String setup = first("setup", media, session).orElse("active"); // RFC 4145 §4
    if (!setup.equals("actpass") && !setup.equals("active")) {
      throw NegotiationException.unusable(
          "The offer says a=setup:" + setup + " where Weir needs actpass or active.");
    }
  }

  private static Optional<String> first(String name, Attributed media, Attributed session) {
    return media.attribute(name).or(() -> session.attribute(name));
  }
}
