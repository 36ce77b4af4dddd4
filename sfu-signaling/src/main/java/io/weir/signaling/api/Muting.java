package io.weir.signaling.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;

/**
 * The body {@code {"muted": true}} of requests that mute. There is none that unmutes: nobody turns
 * on somebody else's microphone or camera.
 */
final class Muting {

  private Muting() {}

  static void require(JsonNode body) throws RequestException {
    JsonNode muted = body.path("muted");
    if (body.size() != 1 || !muted.isBoolean()) {
      throw new RequestException(
          ErrorCode.BAD_REQUEST, "The body is {\"muted\": true} and nothing else.");
    }
    if (!muted.booleanValue()) {
      throw new RequestException(ErrorCode.FORBIDDEN, "Only participants unmute themselves.");
    }
  }
}
