package io.weir.signaling.sdp;

import io.weir.core.control.HeaderExtensionId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One header extension of an offered m-line that Weir knows (RFC 8285 §5).
 *
 * @param id 1 to 14, or to 255 where one-byte and two-byte forms may mix
 * @param direction from the offerer's view
 * @param extension which one
 */
public record OfferedExtension(int id, Direction direction, HeaderExtensionId extension) {

  private static final int MAX_ONE_BYTE_ID = 14; // RFC 8285 §4.2
  private static final int MAX_TWO_BYTE_ID = 255; // RFC 8285 §4.3
  private static final int RESERVED_ID = 15;
  private static final String ALLOW_MIXED = "extmap-allow-mixed";

  /** Those of an m-line and of the session; a repeated id or URI counts once. */
  public static List<OfferedExtension> read(MediaDescription media, SessionDescription session) {
    int maxId = mix(media, session) ? MAX_TWO_BYTE_ID : MAX_ONE_BYTE_ID;
    List<String> values = new ArrayList<>(media.values("extmap"));
    values.addAll(session.values("extmap"));
    List<OfferedExtension> known = new ArrayList<>();
    Set<Integer> ids = new HashSet<>();
    Set<HeaderExtensionId> uris = EnumSet.noneOf(HeaderExtensionId.class);
    for (String value : values) {
      parse(value, maxId)
          .filter(found -> ids.add(found.id()) && uris.add(found.extension()))
          .ifPresent(known::add);
    }
    return known;
  }

  /** Whether one-byte and two-byte forms may mix in an m-line (RFC 8285 §6). */
  public static boolean mix(MediaDescription media, SessionDescription session) {
    return media.has(ALLOW_MIXED) || session.has(ALLOW_MIXED);
  }

  private static Optional<OfferedExtension> parse(String value, int maxId) {
    String[] words = value.split(" +", 3);
    if (words.length < 2) {
      return Optional.empty();
    }
    String[] subject = words[0].split("/", 2);
    int id = Numbers.parse(subject[0], maxId);
    if (id <= 0 || id == RESERVED_ID) {
      return Optional.empty();
    }
    Direction direction =
        subject.length == 2 ? Direction.of(subject[1], Direction.INACTIVE) : Direction.SENDRECV;
    for (HeaderExtensionId extension : HeaderExtensionId.values()) {
      if (extension.uri().equals(words[1])) {
        return Optional.of(new OfferedExtension(id, direction, extension));
      }
    }
    return Optional.empty();
  }

  /** The {@code a=extmap} line that accepts it. */
  Attribute accepted() {
    String limit = direction == Direction.SENDRECV ? "" : "/" + direction.reversed().word();
    return new Attribute("extmap", id + limit + " " + extension.uri());
  }
}
