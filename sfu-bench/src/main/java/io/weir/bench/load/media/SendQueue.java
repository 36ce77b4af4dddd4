package io.weir.bench.load.media;

import io.weir.bench.load.measure.MediaMeter;
import io.weir.core.io.Libc;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Datagrams of one media thread's clients that wait to be sent, with one sendmmsg(2) per run of the
 * same socket. Media thread only.
 */
final class SendQueue {
  /** Room for each datagram, in bytes. */
  static final int SLOT_BYTES = 2_048;

  private static final int CAPACITY = 64;

  private final MediaMeter meter;
  private final MemorySegment memory;
  private final MemorySegment errorState;
  private final Datagrams datagrams;
  private final int[] descriptors = new int[CAPACITY];
  private final int[] lengths = new int[CAPACITY];
  private int waiting;

  SendQueue(Arena arena, MediaMeter meter) {
    this.meter = meter;
    memory = arena.allocate((long) CAPACITY * SLOT_BYTES, 64);
    errorState = Libc.newErrorState(arena);
    datagrams = new Datagrams(arena, CAPACITY);
  }

  /** What datagrams are written to. */
  MemorySegment memory() {
    return memory;
  }

  /** Where the next datagram may be written, {@link #SLOT_BYTES} at most. */
  long reserve() {
    if (waiting == CAPACITY) {
      flush();
    }
    return (long) waiting * SLOT_BYTES;
  }

  /** Adds what was written where {@link #reserve} said. */
  void commit(int length, ClientAddress from, long high, long low, int port) {
    datagrams.setBuffer(waiting, memory.address() + (long) waiting * SLOT_BYTES, length);
    datagrams.setDestination(waiting, high, low, port);
    datagrams.setSource(waiting, from.source());
    descriptors[waiting] = from.port().descriptor();
    lengths[waiting] = length;
    waiting++;
  }

  /** Hands everything to the kernel; what it does not take is lost and counted. */
  void flush() {
    int first = 0;
    while (first < waiting) {
      int end = first + 1;
      while (end < waiting && descriptors[end] == descriptors[first]) {
        end++;
      }
      flush(first, end);
      first = end;
    }
    waiting = 0;
  }

  private void flush(int first, int end) {
    int next = first;
    while (next < end) {
      long headers = datagrams.address(next);
      int descriptor = descriptors[first];
      int sent = Libc.sendmmsg(descriptor, headers, end - next, Libc.MSG_DONTWAIT);
      if (sent < 0) {
        sent = Libc.sendmmsg(errorState, descriptor, headers, end - next, Libc.MSG_DONTWAIT);
      }
      if (sent > 0) {
        count(next, sent);
        next += sent;
        continue;
      }
      int error = Libc.errno(errorState);
      if (error == Libc.EAGAIN) {
        meter.sendBufferFull += end - next;
        return;
      }
      if (error != Libc.EINTR) {
        // ECONNREFUSED, ENETUNREACH, …: this destination's trouble only.
        meter.sendFailed++;
        next++;
      }
    }
  }

  private void count(int first, int count) {
    meter.datagramsSent += count;
    for (int i = first; i < first + count; i++) {
      meter.bytesSent += lengths[i];
    }
  }
}
