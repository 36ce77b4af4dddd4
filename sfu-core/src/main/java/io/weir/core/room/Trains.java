package io.weir.core.room;

import io.weir.core.control.MediaKind;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The trains of one worker's tracks' encodings that wait to be forwarded. Worker thread only;
 * allocates nothing once it is as long as it gets.
 *
 * <p>A train waits for the end of the receiving of a turn; on a busy worker that of a video track
 * with many subscribers may wait for the next packets of its frame ({@link TrainPatience}).
 * Whatever happens to a track meanwhile comes after its train.
 */
public final class Trains {
  private static final int INITIAL_CAPACITY = 64;

  private final TrainPatience patience = new TrainPatience();
  private final boolean worthWaiting;
  private @Nullable Forwarder[] forwarders = new @Nullable Forwarder[INITIAL_CAPACITY];
  private @Nullable Encoding[] encodings = new @Nullable Encoding[INITIAL_CAPACITY];
  private int size;
  private int next;
  private int kept;
  private long keptDueNs = Long.MAX_VALUE;
  private long dueNs = Long.MAX_VALUE;

  /**
   * No trains yet.
   *
   * @param worthWaiting whether packets that are sent together cost less
   */
  public Trains(boolean worthWaiting) {
    this.worthWaiting = worthWaiting;
  }

  /** Lets an encoding's train wait; it must not be waiting yet. */
  void add(Forwarder forwarder, Encoding encoding) {
    if (size == encodings.length) {
      forwarders = Arrays.copyOf(forwarders, 2 * size);
      encodings = Arrays.copyOf(encodings, 2 * size);
    }
    forwarders[size] = forwarder;
    encodings[size] = encoding;
    size++;
    encoding.train().waiting(true);
  }

  /** When {@link #routeNext} has something to do next; {@code Long.MAX_VALUE} for never. */
  public long nextDeadlineNs() {
    return dueNs;
  }

  /**
   * Forwards the next train that may not wait longer. Call it until it returns false, also after it
   * has thrown.
   *
   * @param busyRatio how busy the worker is, 0 to 1; with 0 nothing may wait, now and until it is
   *     busy again
   * @return whether there was one
   * @throws io.weir.core.transport.TransportDefect if a subscriber's transport failed; the others
   *     have got the packets
   */
  public boolean routeNext(long nowNs, double busyRatio) {
    patience.adjust(worthWaiting ? busyRatio : 0, nowNs);
    return routeNext(nowNs, true);
  }

  /**
   * Forwards the next train, however long it might wait otherwise. Call it until it returns false,
   * also after it has thrown.
   *
   * @return whether there was one
   * @throws io.weir.core.transport.TransportDefect if a subscriber's transport failed; the others
   *     have got the packets
   */
  public boolean routeNextAtOnce(long nowNs) {
    return routeNext(nowNs, false);
  }

  private boolean routeNext(long nowNs, boolean mayWait) {
    while (next < size) {
      Forwarder forwarder = Objects.requireNonNull(forwarders[next]);
      Encoding encoding = Objects.requireNonNull(encodings[next]);
      forwarders[next] = null;
      encodings[next] = null;
      next++;
      long trainDueNs = mayWait ? dueNs(encoding, nowNs) : nowNs;
      if (trainDueNs - nowNs <= 0) {
        encoding.train().waiting(false);
        forwarder.route(encoding, nowNs);
        return true;
      }
      forwarders[kept] = forwarder;
      encodings[kept] = encoding;
      kept++;
      keptDueNs = Math.min(keptDueNs, trainDueNs);
    }
    size = kept;
    dueNs = keptDueNs;
    next = 0;
    kept = 0;
    keptDueNs = Long.MAX_VALUE;
    return false;
  }

  private long dueNs(Encoding encoding, long nowNs) {
    Train train = encoding.train();
    if (train.isEmpty() || train.isFull() || encoding.track().kind() == MediaKind.AUDIO) {
      return nowNs;
    }
    boolean complete = train.packet(train.size() - 1).marker;
    return patience.dueNs(train.packet(0).arrivalNs, complete, encoding.slots().length);
  }
}
