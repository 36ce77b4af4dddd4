package io.weir.core.room;

/** Which encoding of a simulcast all slots show: the highest that came. Worker thread only. */
final class ShownEncoding {
  private int encoding;

  int encoding() {
    return encoding;
  }

  /** Whether another one is higher, which is then shown. */
  boolean isHigher(int other) {
    if (other <= encoding) {
      return false;
    }
    encoding = other;
    return true;
  }
}
