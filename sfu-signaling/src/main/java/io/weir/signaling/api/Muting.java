package io.weir.signaling.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;

/** The body {@code {"muted": true}} of requests that mute. */
final class Muting {

  private Muting() {}

  static boolean read(JsonNode body) throws RequestException {
    JsonNode muted = body.path("muted");
    if (body.size() != 1 || !muted.isBoolean()) {
      throw new RequestException(
          ErrorCode.BAD_REQUEST, "The body is {\"muted\": true} or {\"muted\": false}.");
    }
    return muted.booleanValue();
  }
}
