package io.weir.bench.load.report;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What encrypted a test's media, on which CPU time per packet depends.
 *
 * @param profiles SRTP profiles that were agreed on, with the number of clients of each
 * @param testerEngine what encrypts and decrypts at the tester, for instance {@code ipsec-mb}
 * @param serverEngine likewise at the server, as its metrics page says; empty when it does not
 */
public record Srtp(Map<String, Long> profiles, String testerEngine, String serverEngine) {

  /** Nobody was connected. */
  public static final Srtp NONE = new Srtp(Map.of(), "", "");

  public Srtp {
    profiles = Map.copyOf(profiles);
  }

  /** For people; empty when nothing was encrypted. */
  public String text() {
    if (profiles.isEmpty()) {
      return "";
    }
    return profileText()
        + (testerEngine.isEmpty() ? "" : ", by " + testerEngine + " at the tester")
        + (serverEngine.isEmpty() ? "" : ", " + serverEngine + " at the server");
  }

  /** The profiles alone, with numbers where there are several. */
  String profileText() {
    return new TreeMap<>(profiles)
        .entrySet().stream()
            .map(entry ->
                profiles.size() == 1
                    ? entry.getKey()
                    : "%s (%,d clients)".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", "));
  }

  Srtp plus(Srtp other) {
    Map<String, Long> sum = new TreeMap<>(profiles);
    other.profiles.forEach((profile, clients) -> sum.merge(profile, clients, Long::sum));
    return new Srtp(
        sum, join(testerEngine, other.testerEngine), join(serverEngine, other.serverEngine));
  }

  private static String join(String first, String second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first + second;
    }
    return LoadResult.join(first, second);
  }
}
