package io.weir.core.congestion;

import io.weir.core.buffer.Packet;
import io.weir.core.rtcp.TransportFeedbackVisitor;

/**
 * What one feedback packet tells of packets that were sent: those that arrived, in the order in
 * which they did, and how many did not. Scratch memory that all transports of a worker share;
 * worker thread only.
 */
public final class FeedbackBatch implements TransportFeedbackVisitor {
  /** How far behind a packet is put into its place; what overtook more is rare and ignored. */
  private static final int MAX_SHIFT = 64;

  /** Transport-wide feedback's arrival times begin again after so long. */
  private static final long WRAP_NS = (1L << 24) * 64_000_000;

  /** Room for all packets that one datagram can report on. */
  private final long[] scratch = new long[Packet.CAPACITY / 2];

  private final long[] sent = new long[SentPacketLog.MAX_CAPACITY];
  private final long[] arrived = new long[SentPacketLog.MAX_CAPACITY];
  private final short[] sizes = new short[SentPacketLog.MAX_CAPACITY];
  private final byte[] clusters = new byte[SentPacketLog.MAX_CAPACITY];

  private SentPacketLog log = new SentPacketLog();
  private long nowNs;
  private long lastArrivalNs;
  private boolean anyArrival;
  private long lossSinceNs;
  private int count;
  private int lost;
  private int recovered;
  private long lostBytes;

  /** Empty scratch memory. */
  public FeedbackBatch() {}

  /**
   * Begins with nothing.
   *
   * @param lossesSinceNs losses of packets that were sent earlier say nothing
   */
  void begin(SentPacketLog of, long lastArrival, long lossesSinceNs, long now) {
    log = of;
    nowNs = now;
    lastArrivalNs = lastArrival;
    anyArrival = lastArrival != Long.MIN_VALUE;
    lossSinceNs = lossesSinceNs;
    count = 0;
    lost = 0;
    recovered = 0;
    lostBytes = 0;
  }

  @Override
  public void onReceived(int sequence, long arrivalNs) {
    arrived(log.extend(sequence), arrivalNs);
  }

  @Override
  public void onMissing(int sequence) {
    missing(log.extend(sequence));
  }

  /**
   * A packet arrived.
   *
   * @param number its transport-wide number, which does not wrap; may be of no packet that is known
   * @param arrivalNs on the client's clock, where {@link #lastArrivalNs} of the last batch was
   */
  void arrived(long number, long arrivalNs) {
    long entry = log.find(number);
    if (entry == SentPacketLog.UNKNOWN || SentPacketLog.isReceived(entry) || count == sent.length) {
      return;
    }
    note(number, entry);
    insert(entry, unwrap(arrivalNs));
  }

  /** A packet arrived so long ago that when says nothing any more: it was not lost, that is all. */
  void arrivedLongAgo(long number) {
    long entry = log.find(number);
    if (entry != SentPacketLog.UNKNOWN && !SentPacketLog.isReceived(entry)) {
      note(number, entry);
    }
  }

  private void note(long number, long entry) {
    if (SentPacketLog.isMissing(entry)) {
      recovered++;
    }
    log.markReceived(number);
  }

  /** A packet had not arrived when the feedback was sent. */
  void missing(long number) {
    long entry = log.find(number);
    if (entry == SentPacketLog.UNKNOWN
        || SentPacketLog.isReceived(entry)
        || SentPacketLog.isMissing(entry)) {
      return;
    }
    log.markMissing(number);
    if (SentPacketLog.sentNs(entry, nowNs) >= lossSinceNs) {
      lost++;
      lostBytes += SentPacketLog.size(entry);
    }
  }

  /** Where arrivals may be put in order before they are added. */
  long[] scratch() {
    return scratch;
  }

  /** Packets that arrived. */
  int count() {
    return count;
  }

  /** Packets that are missing and were not known to be. */
  int lost() {
    return lost;
  }

  long lostBytes() {
    return lostBytes;
  }

  /** Packets that were thought to be lost and arrived after all. */
  int recovered() {
    return recovered;
  }

  long sentNs(int index) {
    return sent[index];
  }

  long arrivedNs(int index) {
    return arrived[index];
  }

  int size(int index) {
    return sizes[index];
  }

  int cluster(int index) {
    return clusters[index] & 0xFF;
  }

  /** The latest arrival so far, where the next feedback goes on. */
  long lastArrivalNs() {
    return anyArrival ? lastArrivalNs : Long.MIN_VALUE;
  }

  private void insert(long entry, long arrivalNs) {
    int place = count++;
    int lowest = Math.max(0, place - MAX_SHIFT);
    while (place > lowest && arrived[place - 1] > arrivalNs) {
      arrived[place] = arrived[place - 1];
      sent[place] = sent[place - 1];
      sizes[place] = sizes[place - 1];
      clusters[place] = clusters[place - 1];
      place--;
    }
    arrived[place] = arrivalNs;
    sent[place] = SentPacketLog.sentNs(entry, nowNs);
    sizes[place] = (short) SentPacketLog.size(entry);
    clusters[place] = (byte) SentPacketLog.cluster(entry);
  }

  private long unwrap(long raw) {
    long arrival = raw;
    if (anyArrival) {
      long distance = Math.floorMod(raw - lastArrivalNs + WRAP_NS / 2, WRAP_NS) - WRAP_NS / 2;
      arrival = lastArrivalNs + distance;
    }
    if (!anyArrival || arrival > lastArrivalNs) {
      anyArrival = true;
      lastArrivalNs = arrival;
    }
    return arrival;
  }
}
