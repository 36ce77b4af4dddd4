package io.weir.core.pacer;

import io.weir.core.control.PacerStatistics;
import io.weir.core.counter.LatencyHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a transport's packets leave: a burst that the link's queue bears at once, the rest
 * in portions, at {@link #FACTOR_PERCENT a multiple} of what the link is thought to carry.
 * Retransmissions go before video; sound is never held up, but counts. Worker thread only.
 *
 * <p>On a link that carries what it is asked to, a packet meets two comparisons and nothing waits
 * or is allocated. What must wait is kept as a number by which its stream finds it again when its
 * turn comes. Portions leave at common times of the worker's clock, {@link #GRID_NS} apart, so that
 * thousands of pacers wake it no more often than one.
 *
 * <p>The factor is that of libwebrtc (PacingController::kDefaultPaceMultiplier), which now sends
 * bursts of up to 40 ms and lets packets wait for up to 2 s; here it is less of both, because an
 * encoder can be told to slow down and a camera seen by thousands cannot.
 *
 * @param <S> a stream
 */
public final class Pacer<S> {
  /** The pacing rate in percent of the estimate. */
  static final int FACTOR_PERCENT = 250;

  /** What may leave at once, as time at the pacing rate. */
  static final long BURST_NS = 5_000_000;

  /** A whole train may leave at once if it takes no longer than this at the pacing rate. */
  static final long TRAIN_NS = 10_000_000;

  /** All but the last packet of a full train. */
  static final int TRAIN_BYTES = 7 * 1200;

  /** Portions leave at multiples of this. */
  static final long GRID_NS = 5_000_000;

  /** A frame that would wait longer is not taken. */
  static final long MAX_QUEUE_NS = 250_000_000;

  /** What has waited longer is given up: the link got much worse meanwhile. */
  static final long MAX_WAIT_NS = 500_000_000;

  /** By how much more is sent while packets would wait too long otherwise. */
  static final int MAX_HURRY = 2;

  /** How much of the estimate retransmissions may take: 30 % loss need 43. */
  static final int RETRANSMISSION_PERCENT = 50;

  /** The same while the link's queue is long. */
  static final int CONGESTED_RETRANSMISSION_PERCENT = 15;

  /** Retransmissions may use up at once what is theirs in this time. */
  static final long RETRANSMISSION_BURST_NS = 250_000_000;

  private static final double BITS_PER_BYTE_NS = 8e9;
  private static final int PERCENT = 100;

  private final Output<S> output;
  private final PacerMeter meter;
  private @Nullable WaitingPackets<S> video;
  private @Nullable WaitingPackets<S> retransmissions;
  private boolean waiting;
  private boolean congested;

  private double nsPerByte;
  private long burstNs;
  private long maxQueueBytes;

  /** When all that was sent would have left at the pacing rate. */
  private long paidNs;

  /** The same for retransmissions at their share. */
  private long retransmissionsPaidNs;

  private double nsPerRetransmittedByte;

  /** Sends what has waited. Each packet that leaves is to be told by {@link Pacer#onSent}. */
  public interface Output<S> {
    /** Sends a packet of a stream's source that waited; it may be gone. */
    void sendWaiting(S stream, long packet, long nowNs);

    /** Retransmits a packet by its number in the stream; it may be gone. */
    void resendWaiting(S stream, int sequenceNumber, long nowNs);

    /** Packets of a stream were given up: it can go on with a key frame only. */
    void onGivenUp(S stream, int packets, long nowNs);
  }

  /**
   * A pacer with nothing to send.
   *
   * @param waits notes how long each video packet waited that did
   * @param estimateBps what the link carries, in bit/s
   */
  public Pacer(Output<S> output, LatencyHistogram waits, long estimateBps, long nowNs) {
    this.output = output;
    this.meter = new PacerMeter(waits);
    paidNs = nowNs;
    retransmissionsPaidNs = nowNs;
    rate(estimateBps);
  }

  /**
   * Says what the link carries, in bit/s. What was sent beyond the rate so far takes longer to pay
   * at a lower one, but never so long that video would freeze when the link is back.
   */
  public void estimate(long bitsPerSecond, long nowNs) {
    double before = nsPerByte;
    rate(bitsPerSecond);
    double ratio = nsPerByte / before;
    paidNs = repriced(paidNs, ratio, MAX_QUEUE_NS, nowNs);
    retransmissionsPaidNs = repriced(retransmissionsPaidNs, ratio, RETRANSMISSION_BURST_NS, nowNs);
  }

  /**
   * Says whether the link's queue is long: then retransmissions get a small share only, because
   * they come on top of what the slots are sent, and the queue would never empty.
   */
  public void congested(boolean value) {
    congested = value;
  }

  private static long repriced(long untilNs, double ratio, long maxNs, long nowNs) {
    long debtNs = untilNs - nowNs;
    return debtNs <= 0 ? untilNs : nowNs + Math.min((long) (debtNs * ratio), maxNs);
  }

  private void rate(long bitsPerSecond) {
    double nsPerEstimatedByte = BITS_PER_BYTE_NS / Math.max(bitsPerSecond, 1);
    nsPerByte = nsPerEstimatedByte * PERCENT / FACTOR_PERCENT;
    nsPerRetransmittedByte = nsPerEstimatedByte * PERCENT / RETRANSMISSION_PERCENT;
    double trainNs = TRAIN_BYTES * nsPerByte;
    burstNs = trainNs <= TRAIN_NS ? Math.max(BURST_NS, (long) trainNs) : BURST_NS;
    maxQueueBytes = (long) (MAX_QUEUE_NS * MAX_HURRY / nsPerByte);
  }

  /** Whether a video packet may leave now, before anything else does. */
  public boolean admits(long nowNs) {
    return !waiting && paidNs - nowNs <= burstNs;
  }

  /**
   * A packet of any kind left. Sound and probes leave however much was sent before them, so what
   * they run up is bounded: video waits for no more of it than for a full queue.
   */
  public void onSent(int bytes, long nowNs) {
    long from = paidNs;
    if (from - nowNs < 0 && (!waiting || from - (nowNs - GRID_NS) < 0)) {
      // Time that was not used is gone, but for what a portion's waiting for its time took.
      from = waiting ? nowNs - GRID_NS : nowNs;
    }
    long untilNs = from + (long) (bytes * nsPerByte / hurry(nowNs));
    paidNs = nowNs + Math.min(untilNs - nowNs, MAX_QUEUE_NS);
  }

  /** Lets a video packet wait; false when there is no room. */
  public boolean enqueue(S stream, long packet, int bytes, long nowNs) {
    WaitingPackets<S> queue = video;
    if (queue == null) {
      queue = new WaitingPackets<>();
      video = queue;
    }
    boolean added = queue.add(stream, packet, bytes, nowNs);
    waiting = true;
    return added;
  }

  /** Whether so much waits that a further frame would come too late. */
  public boolean isFull() {
    return waiting && videoBytes() > maxQueueBytes;
  }

  /** How many bytes of video can still be taken. */
  public long roomBytes() {
    return Math.max(0, maxQueueBytes - videoBytes());
  }

  /**
   * Whether a retransmission may leave now. When it may not, it is to be {@linkplain
   * #enqueueRetransmission enqueued}.
   */
  public boolean admitsRetransmission(long nowNs) {
    return (retransmissions == null || retransmissions.isEmpty()) && paidNs - nowNs <= burstNs;
  }

  /** Takes a retransmission's bytes off their share; false when that is used up. */
  public boolean takeShare(int bytes, long nowNs) {
    long from = retransmissionsPaidNs - nowNs < 0 ? nowNs : retransmissionsPaidNs;
    if (from - nowNs > RETRANSMISSION_BURST_NS) {
      return false;
    }
    double nsEach = nsPerRetransmittedByte;
    if (congested) {
      nsEach = nsEach * RETRANSMISSION_PERCENT / CONGESTED_RETRANSMISSION_PERCENT;
    }
    retransmissionsPaidNs = from + (long) (bytes * nsEach);
    return true;
  }

  /** Lets a retransmission wait; false when there is no room. */
  public boolean enqueueRetransmission(S stream, int sequenceNumber, int bytes, long nowNs) {
    WaitingPackets<S> queue = retransmissions;
    if (queue == null) {
      queue = new WaitingPackets<>();
      retransmissions = queue;
    }
    boolean added = queue.add(stream, sequenceNumber, bytes, nowNs);
    waiting = true;
    return added;
  }

  /**
   * Gives up what waits of a stream's source; its retransmissions are still of use.
   *
   * @return how many packets these were
   */
  public int remove(S stream) {
    int removed = 0;
    if (waiting) {
      removed = video == null ? 0 : video.remove(stream);
      updateWaiting();
    }
    return removed;
  }

  /** Gives up everything of a stream that ends. */
  public void forget(S stream) {
    if (retransmissions != null) {
      retransmissions.remove(stream);
    }
    remove(stream);
  }

  /** Gives up everything that waits. */
  public void clear() {
    video = null;
    retransmissions = null;
    waiting = false;
  }

  /** Whether nothing waits. */
  public boolean isIdle() {
    return !waiting;
  }

  /** A frame was refused because the pacer is full. */
  public void onRefused() {
    meter.onRefused();
  }

  /** Ends a window of what is measured; call about once a second. */
  public void sample(long nowNs) {
    WaitingPackets<S> queue = video;
    meter.sample(queue == null || queue.isEmpty() ? 0 : nowNs - queue.firstSinceNs());
  }

  /** What waits now, and what was held up and given up. */
  public PacerStatistics statistics() {
    int packets =
        (video == null ? 0 : video.packets())
            + (retransmissions == null ? 0 : retransmissions.packets());
    return meter.statistics(packets, videoBytes());
  }

  /** Sends what is due. */
  public void handleTimeout(long nowNs) {
    if (!waiting) {
      return;
    }
    giveUpLate(nowNs);
    sendRetransmissions(nowNs);
    sendVideo(nowNs);
    updateWaiting();
  }

  /** When to call {@link #handleTimeout} next; {@code Long.MAX_VALUE} for never. */
  public long nextDeadlineNs() {
    if (!waiting) {
      return Long.MAX_VALUE;
    }
    long due = paidNs - burstNs + Math.min(burstNs, GRID_NS);
    return -Math.floorDiv(-due, GRID_NS) * GRID_NS;
  }

  private void sendRetransmissions(long nowNs) {
    WaitingPackets<S> queue = retransmissions;
    while (queue != null && !queue.isEmpty() && paidNs - nowNs <= burstNs) {
      S stream = queue.firstStream();
      int sequenceNumber = (int) queue.firstPacket();
      queue.removeFirst();
      output.resendWaiting(stream, sequenceNumber, nowNs);
    }
  }

  private void sendVideo(long nowNs) {
    WaitingPackets<S> queue = video;
    while (queue != null && !queue.isEmpty() && paidNs - nowNs <= burstNs) {
      S stream = queue.firstStream();
      long packet = queue.firstPacket();
      meter.onWaited(nowNs - queue.firstSinceNs());
      queue.removeFirst();
      output.sendWaiting(stream, packet, nowNs);
    }
  }

  private void giveUpLate(long nowNs) {
    WaitingPackets<S> queue = video;
    while (queue != null && !queue.isEmpty() && nowNs - queue.firstSinceNs() > MAX_WAIT_NS) {
      S late = queue.firstStream();
      long waitedNs = nowNs - queue.firstSinceNs();
      int count = queue.remove(late);
      meter.onGivenUp(count, waitedNs);
      output.onGivenUp(late, count, nowNs);
    }
  }

  private void updateWaiting() {
    waiting =
        (video != null && !video.isEmpty())
            || (retransmissions != null && !retransmissions.isEmpty());
  }

  private long videoBytes() {
    return video == null ? 0 : video.bytes();
  }

  /** By how much faster than usual packets must leave so that the first of them is not too late. */
  private double hurry(long nowNs) {
    WaitingPackets<S> queue = video;
    if (!waiting || queue == null || queue.isEmpty()) {
      return 1;
    }
    long leftNs = Math.max(1, MAX_QUEUE_NS - (nowNs - queue.firstSinceNs()));
    return Math.clamp(queue.bytes() * nsPerByte / leftNs, 1, MAX_HURRY);
  }
}
