package io.weir.core.testkit.model;

/**
 * What becomes of a whole frame. Immutable.
 *
 * @param decodable whether all it needs is there
 * @param fault what is wrong that no hole in the stream explains; empty for nothing
 */
record Verdict(boolean decodable, String fault) {
  static final Verdict DECODABLE = new Verdict(true, "");

  /** It needs what a hole swallowed. */
  static final Verdict WAITS = new Verdict(false, "");

  static Verdict fault(String text) {
    return new Verdict(false, text);
  }

  /** Something that is not there: a fault, unless holes explain it. */
  static Verdict lacks(boolean holed, String text) {
    return holed ? WAITS : fault(text);
  }
}
