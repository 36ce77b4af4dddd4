package io.weir.core.stream;

import io.weir.core.buffer.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The latest key frame of one encoding and all that follows it, as far as its history holds them:
 * who comes to watch starts there, and the publisher is asked for nothing. One thread; allocates
 * nothing.
 *
 * <p>It is of use only while not a packet is missing: a newcomer cannot tell a gap that nobody will
 * fill from one that is being filled.
 */
public final class KeyFrameCache {
  /** What is older takes a receiver too long to decode before it is up to date. */
  static final long MAX_AGE_NS = 2_000_000_000L;

  /** Where so long nothing came, nothing may come for long, or what comes may not follow. */
  static final long MAX_SILENCE_NS = 250_000_000L;

  /** More takes too long to send, however good the link. */
  static final long MAX_BYTES = 1_000_000;

  private static final long NONE = -1;

  private final PacketHistory history;
  private long first = NONE;
  private long timestamp;
  private int frames;

  /** A cache that reads from a history. */
  public KeyFrameCache(PacketHistory history) {
    this.history = history;
  }

  /** Takes note of a packet that the history keeps from now on. */
  public void onPacket(Packet packet) {
    if (!packet.keyFrame) {
      return;
    }
    boolean sameFrame = first != NONE && packet.timestamp == timestamp;
    if (sameFrame ? packet.extendedSequence < first : packet.extendedSequence > first) {
      first = packet.extendedSequence;
      timestamp = packet.timestamp;
    }
  }

  /** What came so far is of no use to anybody. */
  public void clear() {
    first = NONE;
  }

  /**
   * The first packet of the latest key frame, if somebody can start there now; otherwise null.
   *
   * @param maxBytes how much may be sent until they are up to date
   */
  public @Nullable Packet start(long maxBytes, long nowNs) {
    Packet start = freshStart(nowNs);
    if (start == null) {
      return null;
    }
    long left = Math.min(maxBytes, MAX_BYTES);
    long frame = start.timestamp;
    int count = 1;
    for (long next = first; next <= history.newest(); next++) {
      Packet packet = history.get(next);
      if (packet == null || left < packet.length) {
        return null;
      }
      left -= packet.length;
      count += packet.timestamp == frame ? 0 : 1;
      frame = packet.timestamp;
    }
    frames = count;
    return start;
  }

  /**
   * Whether somebody can start there as soon as what is missing has come, if anything is: packets
   * overtake each other, and publishers are asked for those that were lost.
   */
  public boolean mayBecomeUseful(long nowNs) {
    return freshStart(nowNs) != null;
  }

  private @Nullable Packet freshStart(long nowNs) {
    Packet start = first == NONE ? null : history.get(first);
    boolean fresh =
        start != null
            && nowNs - start.arrivalNs <= MAX_AGE_NS
            && nowNs - newest().arrivalNs <= MAX_SILENCE_NS;
    return fresh ? start : null;
  }

  /** How many frames there are from the {@link #start} asked for last. */
  public int frames() {
    return frames;
  }

  /** The newest packet; only after {@link #start} has found one. */
  public Packet newest() {
    Packet newest = history.get(history.newest());
    if (newest == null) {
      throw new IllegalStateException("nothing to start from");
    }
    return newest;
  }
}
