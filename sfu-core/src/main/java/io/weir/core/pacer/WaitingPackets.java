package io.weir.core.pacer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Packets that wait for their turn, first in, first out: whose they are and which one, never the
 * packet itself. Worker thread only; allocates only when it grows, up to {@link #MAX_PACKETS}.
 *
 * @param <S> a stream
 */
final class WaitingPackets<S> {
  /** Half a second of 20 Mbit/s. */
  static final int MAX_PACKETS = 1024;

  private static final int INITIAL_PACKETS = 32;

  /** A null stands for a packet that was given up. */
  private @Nullable Object[] streams = new @Nullable Object[INITIAL_PACKETS];

  private long[] packets = new long[INITIAL_PACKETS];
  private long[] sinceNs = new long[INITIAL_PACKETS];
  private int[] sizes = new int[INITIAL_PACKETS];
  private int head;
  private int size;

  /** As many of them as were not given up. */
  private int kept;

  private long bytes;

  boolean isEmpty() {
    return size == 0;
  }

  /** How many there are. */
  int packets() {
    return kept;
  }

  /** Their bytes together. */
  long bytes() {
    return bytes;
  }

  /** Puts a packet at the end; false when there is no room. */
  boolean add(S stream, long packet, int length, long nowNs) {
    if (size == streams.length && !grow()) {
      return false;
    }
    int place = (head + size) & (streams.length - 1);
    streams[place] = stream;
    packets[place] = packet;
    sizes[place] = length;
    sinceNs[place] = nowNs;
    size++;
    kept++;
    bytes += length;
    return true;
  }

  /** The stream of the first packet; there must be one. */
  @SuppressWarnings("unchecked")
  S firstStream() {
    return (S) Objects.requireNonNull(streams[head]);
  }

  /** The first packet; there must be one. */
  long firstPacket() {
    return packets[head];
  }

  /** Since when the first packet waits; there must be one. */
  long firstSinceNs() {
    return sinceNs[head];
  }

  /** Takes the first packet away. */
  void removeFirst() {
    forget(head);
    skipForgotten();
  }

  /** Gives up all packets of a stream; returns how many there were. */
  @SuppressWarnings("ReferenceEquality") // Streams are what they are, not what they equal.
  int remove(S stream) {
    int removed = 0;
    for (int i = 0; i < size; i++) {
      int place = (head + i) & (streams.length - 1);
      if (streams[place] == stream) {
        forget(place);
        removed++;
      }
    }
    skipForgotten();
    return removed;
  }

  private void forget(int place) {
    streams[place] = null;
    kept--;
    bytes -= sizes[place];
    sizes[place] = 0;
  }

  private void skipForgotten() {
    while (size > 0 && streams[head] == null) {
      head = (head + 1) & (streams.length - 1);
      size--;
    }
  }

  private boolean grow() {
    int before = streams.length;
    if (before == MAX_PACKETS) {
      return false;
    }
    @Nullable Object[] nextStreams = new @Nullable Object[2 * before];
    long[] nextPackets = new long[2 * before];
    long[] nextSinceNs = new long[2 * before];
    int[] nextSizes = new int[2 * before];
    for (int i = 0; i < size; i++) {
      int place = (head + i) & (before - 1);
      nextStreams[i] = streams[place];
      nextPackets[i] = packets[place];
      nextSinceNs[i] = sinceNs[place];
      nextSizes[i] = sizes[place];
    }
    streams = nextStreams;
    packets = nextPackets;
    sinceNs = nextSinceNs;
    sizes = nextSizes;
    head = 0;
    return true;
  }
}
