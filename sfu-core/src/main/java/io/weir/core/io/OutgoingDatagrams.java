package io.weir.core.io;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import java.lang.foreign.Arena;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams that wait to be sent through one socket. Neighbours of one size for one destination
 * become a <i>train</i>: one message that the kernel, or the network card, cuts into datagrams (UDP
 * generic segmentation offload), which spares all but one of them the way through the kernel.
 * Worker thread only; allocates only when the kernel refuses a train.
 */
final class OutgoingDatagrams {
  /** Longest train. A longer one spares little more, and is more to lose at once. */
  static final int MAX_TRAIN = 8;

  /** Destinations without trains that are remembered; then all are tried again. */
  private static final int MAX_REFUSED = 1024;

  private final boolean trains;
  private final int scope;
  private final PacketCounters counters;
  private final Kernel kernel;
  private final Set<NetworkPath> refused = new HashSet<>();

  private final MessageHeaders headers;
  private final int[] lengths;
  private int datagrams;

  /** By message, the datagram that it begins with; after the last one, the number of datagrams. */
  private final int[] firstOf;

  private final @Nullable NetworkPath[] paths;
  private int messages;

  /** What sends. */
  interface Kernel {
    /**
     * As sendmmsg(2).
     *
     * @param headers address of the first header
     * @return how many messages were sent; if none, the negative error number
     */
    int send(long headers, int count);
  }

  /**
   * Nothing yet.
   *
   * @param capacity datagrams between two calls of {@link #flush}
   * @param trains whether the kernel knows UDP_SEGMENT and may be asked for it
   * @param scope index of the interface for link-local addresses, otherwise 0
   */
  OutgoingDatagrams(
      Arena arena,
      int capacity,
      boolean trains,
      int scope,
      PacketCounters counters,
      Kernel kernel) {
    this.trains = trains;
    this.scope = scope;
    this.counters = counters;
    this.kernel = kernel;
    headers = new MessageHeaders(arena, capacity);
    lengths = new int[capacity];
    firstOf = new int[capacity + 1];
    paths = new @Nullable NetworkPath[capacity];
  }

  /** Whether neighbours of one size are cheaper than others. */
  boolean trains() {
    return trains;
  }

  /** Adds a datagram whose bytes stay where they are until {@link #flush}. */
  void add(long address, int length, NetworkPath path) {
    int datagram = datagrams++;
    headers.setBuffer(datagram, address, length);
    lengths[datagram] = length;
    if (trains && joinsLast(datagram, length, path)) {
      setMessage(messages - 1, firstOf[messages - 1], datagrams);
    } else {
      address(messages, path);
      setMessage(messages, datagram, datagrams);
      messages++;
    }
    firstOf[messages] = datagrams;
  }

  /** Hands everything to the kernel. What does not fit its buffer is dropped and counted. */
  void flush() {
    int next = 0;
    while (next < messages) {
      int sent = kernel.send(headers.address(next), messages - next);
      if (sent > 0) {
        countSent(firstOf[next], firstOf[next + sent]);
        next += sent;
      } else if (sent == -Libc.EAGAIN) {
        counters.add(PacketCounter.SEND_BUFFER_FULL, datagrams - firstOf[next]);
        break;
      } else if (isRefusalOfTrains(-sent) && length(next) > 1) {
        counters.increment(PacketCounter.TRAINS_REFUSED);
        refuseTrains(Objects.requireNonNull(paths[next]));
        split(next);
      } else if (sent != -Libc.EINTR) {
        // ECONNREFUSED, ENETUNREACH, EPERM, …: this destination's trouble only.
        counters.add(PacketCounter.SEND_FAILED, length(next));
        next++;
      }
    }
    messages = 0;
    datagrams = 0;
  }

  /** Only the last datagram of a train may be shorter. */
  private boolean joinsLast(int datagram, int length, NetworkPath path) {
    if (messages == 0 || !path.equals(paths[messages - 1])) {
      return false;
    }
    int size = lengths[firstOf[messages - 1]];
    return length <= size
        && length > 0
        && lengths[datagram - 1] == size
        && length(messages - 1) < MAX_TRAIN
        && (refused.isEmpty() || !refused.contains(path));
  }

  /** Number of datagrams of a message. */
  private int length(int message) {
    return firstOf[message + 1] - firstOf[message];
  }

  private void address(int message, NetworkPath path) {
    paths[message] = path;
    headers.setDestination(message, path, scope);
  }

  private void setMessage(int message, int first, int end) {
    firstOf[message] = first;
    headers.setVectors(message, first, end - first);
    headers.setSegmentSize(message, end - first > 1 ? lengths[first] : MessageHeaders.WHOLE);
  }

  /**
   * What Linux says where trains cannot go: datagrams are longer than the MTU (EINVAL, since 6.13
   * EMSGSIZE), the device computes no checksums, or IPsec is on the way (EIO).
   */
  private static boolean isRefusalOfTrains(int error) {
    return error == Libc.EINVAL || error == Libc.EIO || error == Libc.EMSGSIZE;
  }

  private void refuseTrains(NetworkPath path) {
    if (refused.size() == MAX_REFUSED) {
      refused.clear();
    }
    refused.add(path);
  }

  /** Makes messages of a train's datagrams, so that they go one by one. */
  private void split(int train) {
    int length = length(train);
    NetworkPath path = Objects.requireNonNull(paths[train]);
    for (int i = messages - 1; i > train; i--) {
      int moved = i + length - 1;
      address(moved, Objects.requireNonNull(paths[i]));
      setMessage(moved, firstOf[i], firstOf[i + 1]);
    }
    for (int i = length - 1; i >= 0; i--) {
      address(train + i, path);
      setMessage(train + i, firstOf[train] + i, firstOf[train] + i + 1);
    }
    messages += length - 1;
    firstOf[messages] = datagrams;
  }

  private void countSent(int first, int end) {
    long bytes = 0;
    for (int i = first; i < end; i++) {
      bytes += lengths[i];
    }
    counters.add(PacketCounter.SENT, end - first);
    counters.add(PacketCounter.SENT_BYTES, bytes);
  }
}
