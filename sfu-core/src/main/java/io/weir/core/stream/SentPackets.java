package io.weir.core.stream;

import java.util.Arrays;

/**
 * What a slot must remember of each packet it sent to send it again: where it came from and the
 * rewritten timestamp. The payload is read again from the track's history. Worker thread only.
 */
final class SentPackets {
  /** Three seconds of video at 1.5 Mbit/s. */
  private static final int CAPACITY = 512;

  private static final int MASK = CAPACITY - 1;

  private final long[] sequences = new long[CAPACITY];
  private final long[] sources = new long[CAPACITY];
  private final int[] timestamps = new int[CAPACITY];
  private final int[] bindings = new int[CAPACITY];
  private final long[] resentNs = new long[CAPACITY];

  SentPackets() {
    Arrays.fill(sequences, -1);
  }

  void record(long sequence, long source, int timestamp, int binding) {
    int index = (int) sequence & MASK;
    if (sequence < sequences[index]) {
      return; // So late that its place is taken.
    }
    sequences[index] = sequence;
    sources[index] = source;
    timestamps[index] = timestamp;
    bindings[index] = binding;
    resentNs[index] = Long.MIN_VALUE;
  }

  boolean contains(long sequence) {
    return sequences[(int) sequence & MASK] == sequence;
  }

  long source(long sequence) {
    return sources[(int) sequence & MASK];
  }

  int timestamp(long sequence) {
    return timestamps[(int) sequence & MASK];
  }

  int binding(long sequence) {
    return bindings[(int) sequence & MASK];
  }

  /** Notes that it is being resent; false when that happened less than {@code pauseNs} ago. */
  boolean markResent(long sequence, long nowNs, long pauseNs) {
    int index = (int) sequence & MASK;
    if (resentNs[index] != Long.MIN_VALUE && nowNs - resentNs[index] < pauseNs) {
      return false;
    }
    resentNs[index] = nowNs;
    return true;
  }
}
