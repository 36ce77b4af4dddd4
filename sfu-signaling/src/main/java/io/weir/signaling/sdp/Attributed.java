package io.weir.signaling.sdp;

import java.util.List;
import java.util.Optional;

/** A part of a session description that has attributes: the session itself, or one m-line. */
public interface Attributed {

  /** All attributes in the order of the text. */
  List<Attribute> attributes();

  /** Whether an attribute of this name exists. */
  default boolean has(String name) {
    return attribute(name).isPresent();
  }

  /** The value of the first attribute of this name. */
  default Optional<String> attribute(String name) {
    for (Attribute attribute : attributes()) {
      if (attribute.name().equals(name)) {
        return Optional.of(attribute.value());
      }
    }
    return Optional.empty();
  }

  /** The values of all attributes of this name. */
  default List<String> values(String name) {
    return attributes().stream()
        .filter(attribute -> attribute.name().equals(name))
        .map(Attribute::value)
        .toList();
  }
}
