package io.weir.core.codec;

import java.util.Map;

/** Reads numbers out of a codec's format parameters (fmtp, RFC 8866 §6.15). Any thread. */
final class FormatParameters {
  /** Stands for a value that is no number from 0 to 9999. */
  static final int MALFORMED = -1;

  private static final int MAX_DIGITS = 4;

  private FormatParameters() {}

  /** Whether one of the numbers could not be read, so that nobody knows what it stands for. */
  static boolean anyMalformed(int... numbers) {
    for (int number : numbers) {
      if (number == MALFORMED) {
        return true;
      }
    }
    return false;
  }

  /** The number of that name; {@code otherwise} when absent, {@link #MALFORMED} when unreadable. */
  static int number(Map<String, String> parameters, String name, int otherwise) {
    String text = parameters.get(name);
    if (text == null) {
      return otherwise;
    }
    if (text.isEmpty() || text.length() > MAX_DIGITS) {
      return MALFORMED;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char digit = text.charAt(i);
      if (digit < '0' || digit > '9') {
        return MALFORMED;
      }
      value = 10 * value + digit - '0';
    }
    return value;
  }
}
