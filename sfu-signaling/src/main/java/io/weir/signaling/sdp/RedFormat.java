package io.weir.signaling.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What RED (RFC 2198) says of itself in fmtp: a list of payload types, {@code 111/111}. */
final class RedFormat {

  private static final int MAX_PAYLOAD_TYPE = 127;

  private RedFormat() {}

  /** The one payload type that an offered RED repeats; -1 when it mixes several or tells none. */
  static int repeated(OfferedCodec red) {
    int only = -1;
    for (Map.Entry<String, String> item : red.parameters().entrySet()) {
      for (String word : item.getKey().split("/", -1)) {
        int payloadType = Numbers.parse(word.strip(), MAX_PAYLOAD_TYPE);
        if (payloadType < 0 || !item.getValue().isEmpty() || (only >= 0 && only != payloadType)) {
          return -1;
        }
        only = payloadType;
      }
    }
    return only;
  }

  /** The agreed codecs without RED whose repeated codec is not Opus, or was not agreed. */
  static List<AgreedCodec> withoutLoose(List<AgreedCodec> agreed) {
    List<AgreedCodec> kept = new ArrayList<>(agreed);
    kept.removeIf(codec ->
        codec.known() == KnownCodec.RED
            && agreed.stream()
                .noneMatch(other ->
                    other.known() == KnownCodec.OPUS
                        && other.offered().payloadType() == repeated(codec.offered())));
    return kept;
  }
}
