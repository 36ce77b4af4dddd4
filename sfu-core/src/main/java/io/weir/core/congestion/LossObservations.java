package io.weir.core.congestion;

/**
 * How many packets were sent and lost, at which rate, in the last twenty pieces of a quarter of a
 * second; newer ones weigh more. Part of {@link LossBasedEstimate}. One thread.
 */
final class LossObservations {
  static final int WINDOW = 20;

  private static final double NS_PER_SECOND = 1e9;
  private static final long DURATION_NS = 250_000_000;
  private static final double[] WEIGHTS = weights();

  private final short[] packets = new short[WINDOW];
  private final short[] lost = new short[WINDOW];
  private final float[] kbps = new float[WINDOW];
  private int count;
  private int next;

  private int openPackets;
  private int openLost;
  private long openBytes;
  private long openLostBytes;
  private long firstSentNs;
  private long lastSentNs;
  private long lastObservedNs;

  /** Adds a feedback; true when that completed a piece. */
  boolean add(FeedbackBatch batch) {
    for (int i = 0; i < batch.count(); i++) {
      long sent = batch.sentNs(i);
      if (openBytes == openLostBytes) { // Nothing that arrived is in it yet.
        firstSentNs = lastObservedNs == 0 ? sent : lastObservedNs;
        lastSentNs = sent;
      }
      lastSentNs = Math.max(lastSentNs, sent);
      openPackets++;
      openBytes += batch.size(i);
    }
    openPackets += batch.lost();
    openBytes += batch.lostBytes();
    openLostBytes += batch.lostBytes();
    openLost = Math.max(0, openLost + batch.lost() - batch.recovered());
    long duration = lastSentNs - firstSentNs;
    if (openPackets == 0 || batch.count() == 0 || duration < DURATION_NS) {
      return false;
    }
    packets[next] = (short) Math.min(openPackets, Short.MAX_VALUE);
    lost[next] = (short) Math.min(openLost, packets[next]);
    kbps[next] = (float) (openBytes * Byte.SIZE / (duration / NS_PER_SECOND) / 1000);
    next = (next + 1) % WINDOW;
    count = Math.min(count + 1, WINDOW);
    lastObservedNs = lastSentNs;
    openPackets = 0;
    openLost = 0;
    openBytes = 0;
    openLostBytes = 0;
    return true;
  }

  /** Forgets all of it: it belongs to another link, or to none. */
  void clear() {
    count = 0;
    next = 0;
    openPackets = 0;
    openLost = 0;
    openBytes = 0;
    openLostBytes = 0;
    lastObservedNs = 0;
  }

  /** How many pieces there are. */
  int count() {
    return count;
  }

  /** Packets of a piece, of which 0 is the newest. */
  int packets(int age) {
    return packets[index(age)];
  }

  int lost(int age) {
    return lost[index(age)];
  }

  /** The rate at which they were sent. */
  double kbps(int age) {
    return kbps[index(age)];
  }

  /** How much a piece counts. */
  static double weight(int age) {
    return WEIGHTS[age];
  }

  /** The share that was lost. */
  double lossRatio() {
    double all = 0;
    double missing = 0;
    for (int age = 0; age < count; age++) {
      all += weight(age) * packets(age);
      missing += weight(age) * lost(age);
    }
    return all == 0 ? 0 : missing / all;
  }

  private int index(int age) {
    return (next - 1 - age + 2 * WINDOW) % WINDOW;
  }

  private static double[] weights() {
    double[] weights = new double[WINDOW];
    for (int age = 0; age < WINDOW; age++) {
      weights[age] = Math.pow(0.9, age);
    }
    return weights;
  }
}
