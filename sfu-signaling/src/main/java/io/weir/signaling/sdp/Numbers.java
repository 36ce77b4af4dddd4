package io.weir.signaling.sdp;

/** Reads unsigned decimal numbers without throwing. */
final class Numbers {

  private static final int MAX_DIGITS = 18;

  private Numbers() {}

  /** The number, or -1 when the text is anything but digits or says more than {@code max}. */
  static int parse(String text, int max) {
    return (int) parseLong(text, max);
  }

  /** The number, or -1 when the text is anything but digits or says more than {@code max}. */
  static long parseLong(String text, long max) {
    if (text.isEmpty() || text.length() > MAX_DIGITS) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number > max ? -1 : number;
  }
}
