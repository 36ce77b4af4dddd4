package io.weir.core.congestion;

/**
 * Puts packets that were sent within 5 ms into groups and tells how much later a group was sent,
 * and how much later it arrived, than the one before it: inter_arrival_delta.cc of libwebrtc
 * (modules/congestion_controller/goog_cc, as of 2024), draft-ietf-rmcat-gcc-02 §5.2. One thread.
 */
final class PacketGroups {
  private static final long GROUP_NS = 5_000_000;
  private static final long BURST_GAP_NS = 5_000_000;
  private static final long MAX_BURST_NS = 100_000_000;
  private static final long CLOCK_JUMP_NS = 3_000_000_000L;
  private static final int MAX_REORDERED = 3;
  private static final long NONE = Long.MIN_VALUE;

  private long firstSentNs = NONE;
  private long lastSentNs;
  private long firstArrivalNs;
  private long lastArrivalNs;
  private long heardNs;

  private long beforeSentNs;
  private long beforeArrivalNs = NONE;
  private long beforeHeardNs;
  private int reordered;

  private long sentDeltaNs;
  private long arrivalDeltaNs;

  /**
   * Adds a packet.
   *
   * @param nowNs when its feedback came
   * @return whether it completed a group, so that the deltas are new
   */
  boolean add(long sentNs, long arrivalNs, long nowNs) {
    boolean complete = false;
    if (firstSentNs == NONE) {
      begin(sentNs, arrivalNs);
    } else if (sentNs < firstSentNs) {
      return false; // It was overtaken by a whole group.
    } else if (beginsGroup(sentNs, arrivalNs)) {
      if (beforeArrivalNs != NONE) {
        sentDeltaNs = lastSentNs - beforeSentNs;
        arrivalDeltaNs = lastArrivalNs - beforeArrivalNs;
        if (arrivalDeltaNs - (heardNs - beforeHeardNs) >= CLOCK_JUMP_NS) {
          clear();
          return false;
        }
        if (arrivalDeltaNs < 0) {
          reordered++;
          if (reordered >= MAX_REORDERED) {
            clear();
          }
          return false;
        }
        reordered = 0;
        complete = true;
      }
      beforeSentNs = lastSentNs;
      beforeArrivalNs = lastArrivalNs;
      beforeHeardNs = heardNs;
      begin(sentNs, arrivalNs);
    } else {
      lastSentNs = Math.max(lastSentNs, sentNs);
    }
    lastArrivalNs = arrivalNs;
    heardNs = nowNs;
    return complete;
  }

  long sentDeltaNs() {
    return sentDeltaNs;
  }

  long arrivalDeltaNs() {
    return arrivalDeltaNs;
  }

  /** Forgets everything. */
  void clear() {
    firstSentNs = NONE;
    beforeArrivalNs = NONE;
    reordered = 0;
  }

  private void begin(long sentNs, long arrivalNs) {
    firstSentNs = sentNs;
    lastSentNs = sentNs;
    firstArrivalNs = arrivalNs;
  }

  private boolean beginsGroup(long sentNs, long arrivalNs) {
    long arrivalGap = arrivalNs - lastArrivalNs;
    long sentGap = sentNs - lastSentNs;
    boolean burst =
        sentGap == 0
            || (arrivalGap < sentGap
                && arrivalGap <= BURST_GAP_NS
                && arrivalNs - firstArrivalNs < MAX_BURST_NS);
    return !burst && sentNs - firstSentNs > GROUP_NS;
  }
}
