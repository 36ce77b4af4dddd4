package io.weir.signaling.config;

import java.util.ArrayList;
import java.util.List;

/**
 * A setting's value as the operator wrote it.
 *
 * @param name what error messages call it: the variable, or file, line and key
 * @param text the value as the environment would hold it
 * @param items the entries, where it was written as a sequence or mapping; else empty
 */
record GivenValue(String name, String text, List<String> items) {

  GivenValue {
    items = List.copyOf(items);
  }

  /** A value that was written as one text. */
  static GivenValue text(String name, String text) {
    return new GivenValue(name, text.strip(), List.of());
  }

  /** The entries: as they were written, or the text's parts between commas. */
  List<String> entries() throws SettingsException {
    if (!items.isEmpty() || text.isEmpty()) {
      return items;
    }
    List<String> entries = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String entry = part.strip();
      if (entry.isEmpty()) {
        throw new SettingsException(name + " has an empty entry between its commas.");
      }
      entries.add(entry);
    }
    return entries;
  }

  /** Nothing in it: the same as not being there. */
  boolean isEmpty() {
    return text.isEmpty() && items.isEmpty();
  }
}
