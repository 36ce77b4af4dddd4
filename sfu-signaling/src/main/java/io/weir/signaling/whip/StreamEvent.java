package io.weir.signaling.whip;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a session tells over server-sent events (WHEP's core extensions, "Server Sent Events"). */
enum StreamEvent {
  /** Somebody publishes what this session shows. */
  ACTIVE("active"),
  /** Nobody does any more. */
  INACTIVE("inactive"),
  /** How many watch the room. */
  VIEWER_COUNT("viewercount"),
  /** Which encodings the videos that this session shows come in. */
  LAYERS("layers"),
  /** Which encodings of a video that this session publishes anybody watches: Weir's own. */
  LAYERS_WANTED("layerswanted");

  private final String wireName;

  StreamEvent(String wireName) {
    this.wireName = wireName;
  }

  /** Its name in the stream. */
  String wireName() {
    return wireName;
  }

  /** The type of this name, or null. */
  static @Nullable StreamEvent of(String wireName) {
    return Arrays.stream(values())
        .filter(event -> event.wireName.equals(wireName))
        .findFirst()
        .orElse(null);
  }

  /** What sessions of a protocol can tell: a presenter has no need to hear of itself. */
  static Set<StreamEvent> of(MediaProtocol protocol) {
    return protocol == MediaProtocol.WHEP
        ? EnumSet.of(ACTIVE, INACTIVE, VIEWER_COUNT, LAYERS)
        : EnumSet.of(VIEWER_COUNT, LAYERS_WANTED);
  }

  /** The value of the Link's attribute {@code events}. */
  static String list(MediaProtocol protocol) {
    return of(protocol).stream().map(StreamEvent::wireName).collect(Collectors.joining(","));
  }
}
