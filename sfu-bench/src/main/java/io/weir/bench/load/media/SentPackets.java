package io.weir.bench.load.media;

import java.util.Arrays;

/**
 * What is needed to build a video's latest packets once more; their payloads follow from it. One
 * thread.
 */
final class SentPackets {
  /** Packets kept: a second at 10 Mbit/s; a power of two. */
  private static final int SIZE = 1_024;

  private static final int EMPTY = -1;

  private final int[] sequences = new int[SIZE];
  private final long[] numbers = new long[SIZE];
  private final long[] frames = new long[SIZE];
  private final long[] timestamps = new long[SIZE];
  private final long[] sentNs = new long[SIZE];
  private final short[] lengths = new short[SIZE];
  private final short[] indices = new short[SIZE];
  private final short[] counts = new short[SIZE];
  private final boolean[] keys = new boolean[SIZE];

  SentPackets() {
    Arrays.fill(sequences, EMPTY);
  }

  void put(
      int sequence,
      long number,
      long frame,
      long timestamp,
      long epochNs,
      int length,
      int index,
      int count,
      boolean key) {
    int place = sequence & (SIZE - 1);
    sequences[place] = sequence;
    numbers[place] = number;
    frames[place] = frame;
    timestamps[place] = timestamp;
    sentNs[place] = epochNs;
    lengths[place] = (short) length;
    indices[place] = (short) index;
    counts[place] = (short) count;
    keys[place] = key;
  }

  /** Whether a packet is still known; only then the other methods mean something. */
  boolean contains(int sequence) {
    return sequences[sequence & (SIZE - 1)] == sequence;
  }

  long number(int sequence) {
    return numbers[sequence & (SIZE - 1)];
  }

  long frame(int sequence) {
    return frames[sequence & (SIZE - 1)];
  }

  long timestamp(int sequence) {
    return timestamps[sequence & (SIZE - 1)];
  }

  long sentNs(int sequence) {
    return sentNs[sequence & (SIZE - 1)];
  }

  int length(int sequence) {
    return lengths[sequence & (SIZE - 1)];
  }

  int index(int sequence) {
    return indices[sequence & (SIZE - 1)];
  }

  int count(int sequence) {
    return counts[sequence & (SIZE - 1)];
  }

  boolean key(int sequence) {
    return keys[sequence & (SIZE - 1)];
  }
}
