package io.weir.bench.load.media;

/** Transport-wide sequence numbers of one client. Media thread only. */
final class TransportSequence {
  private int next;

  /** The next number, 0 to 65535. */
  int next() {
    int number = next;
    next = (next + 1) & 0xFFFF;
    return number;
  }
}
