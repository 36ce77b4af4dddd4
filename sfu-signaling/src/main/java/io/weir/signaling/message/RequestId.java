package io.weir.signaling.message;

import com.fasterxml.jackson.annotation.JsonValue;

/** The id by which a client matches a reply to its request; echoed as it came. */
public sealed interface RequestId {

  /** Longest string id that is accepted, in characters. */
  int MAX_LENGTH = 128;

  /**
   * An id that came as a JSON string.
   *
   * @param value its text
   */
  record Text(@JsonValue String value) implements RequestId {}

  /**
   * An id that came as a JSON integer.
   *
   * @param value its value
   */
  record Integral(@JsonValue long value) implements RequestId {}
}
