package io.weir.signaling.session;

/**
 * How often a slot's picture stood still, as its viewer's browser told.
 *
 * @param count how often
 * @param milliseconds how long in all
 */
public record Freezes(long count, long milliseconds) {

  /** None. */
  public static final Freezes NONE = new Freezes(0, 0);

  /** These and others together. */
  Freezes plus(Freezes more) {
    return new Freezes(count + more.count, milliseconds + more.milliseconds);
  }
}
