package io.weir.bench.load.report;

import java.util.Locale;

/** Builds XML text. One thread. */
final class Markup {

  private final StringBuilder text = new StringBuilder();

  /** Appends markup as it is, filled in with values whose texts are escaped. */
  Markup add(String format, Object... values) {
    Object[] safe = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      safe[i] = values[i] instanceof String word ? escape(word) : values[i];
    }
    text.append(String.format(Locale.ROOT, format, safe));
    return this;
  }

  /** Appends other markup. */
  Markup add(Markup other) {
    text.append(other.text);
    return this;
  }

  private static String escape(String word) {
    return word.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
