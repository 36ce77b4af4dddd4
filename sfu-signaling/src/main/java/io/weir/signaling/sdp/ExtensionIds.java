package io.weir.signaling.sdp;

import io.weir.core.control.HeaderExtensionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes each header extension id mean one thing in the whole BUNDLE group, as RFC 9143 §12 demands
 * of offerers.
 *
 * <p>Some offer one id for different extensions in different m-lines. aiortc 1.4 says 2 for the
 * audio level and for the absolute send time, then looks for both in every packet that has a 2, and
 * fails at the first sound (fixed by its pull request 900). An answer must not accept both: of the
 * extensions that share an id, the one stays that stands first in {@link HeaderExtensionId}.
 */
final class ExtensionIds {
  private ExtensionIds() {}

  /** The m-lines without the extensions whose id is another one's. */
  static List<OfferedSection> settle(List<OfferedSection> sections) {
    Map<Integer, HeaderExtensionId> owners = new HashMap<>();
    for (OfferedSection section : sections) {
      for (OfferedExtension offered : section.extensions()) {
        owners.merge(
            offered.id(),
            offered.extension(),
            (one, other) -> one.compareTo(other) < 0 ? one : other);
      }
    }
    return sections.stream()
        .map(section -> section.keep(offered -> owners.get(offered.id()) == offered.extension()))
        .toList();
  }
}
