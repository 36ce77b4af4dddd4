package io.weir.core.stream;

import java.util.Arrays;

/**
 * Decides which missing packets of one stream to ask for again, and when. One thread.
 *
 * <p>The rules are those of NackRequester in libwebrtc and NackGenerator in mediasoup: a gap is
 * asked for after a short time in which reordered packets may come, then once per round trip, ten
 * times at most; packets behind the window or before a key frame are given up; when too many are
 * missing a key frame is the cheaper cure. Numbers are extended sequence numbers.
 */
public final class NackGenerator {
  /** Packets further behind the highest one are given up. */
  static final int WINDOW = 1024;

  /** More missing packets than this are not worth asking for (libwebrtc: kMaxNackPackets). */
  static final int MAX_MISSING = 1000;

  /** libwebrtc: kMaxNackRetries. */
  static final int MAX_TRIES = 10;

  /** Time in which reordered packets may come before they are asked for. */
  static final long REORDERING_NS = 10_000_000;

  /** Until a round trip was measured (libwebrtc: kDefaultRtt). */
  public static final long DEFAULT_ROUND_TRIP_NS = 100_000_000;

  private static final long MIN_INTERVAL_NS = 20_000_000;
  private static final long NO_DEADLINE = Long.MAX_VALUE;
  private static final long NONE = -1;

  /** How often each may still be asked for; 0 when it is not missing. */
  private final byte[] triesLeft = new byte[WINDOW];

  private final long[] dueNs = new long[WINDOW];

  /** No packet below is missing. */
  private long lowest;

  private long highest = NONE;
  private int missing;
  private long deadlineNs = NO_DEADLINE;
  private long intervalNs = DEFAULT_ROUND_TRIP_NS;

  /** Sets the measured round-trip time. */
  public void setRoundTripNs(long roundTripNs) {
    intervalNs = Math.max(MIN_INTERVAL_NS, roundTripNs);
  }

  /**
   * Notes a packet that came, by itself or as a retransmission.
   *
   * @return true when too many are missing: they were given up, and a key frame should be asked for
   */
  public boolean onReceived(long sequence, long nowNs) {
    if (highest == NONE) {
      forgetAll(sequence);
      return false;
    }
    if (sequence <= highest) {
      forget(sequence);
      return false;
    }
    if (missing + (sequence - highest - 1) > MAX_MISSING) {
      forgetAll(sequence);
      return true;
    }
    lowest = missing == 0 ? highest + 1 : Math.max(lowest, sequence - WINDOW + 1);
    while (highest < sequence) {
      forget(highest + 1 - WINDOW); // whose place the next one takes
      highest++;
      if (highest < sequence) {
        expect(highest, nowNs + REORDERING_NS);
      }
    }
    return false;
  }

  /** Gives up all packets before a key frame: nobody needs them to decode it. */
  public void onKeyFrame(long sequence) {
    while (lowest < sequence) {
      forget(lowest);
      lowest++;
    }
  }

  /** Gives everything up and begins anew at the next packet. */
  public void restart() {
    forgetAll(NONE);
  }

  /**
   * Collects the packets that are to be asked for now, and counts that as asking.
   *
   * @param sequences takes their 16-bit sequence numbers, oldest first
   * @param limit how many of them at most
   * @return how many
   */
  public int collectDue(long nowNs, int[] sequences, int limit) {
    if (deadlineNs == NO_DEADLINE || deadlineNs - nowNs > 0) {
      return 0;
    }
    deadlineNs = NO_DEADLINE;
    int count = 0;
    for (long sequence = lowest; sequence < highest && missing > 0; sequence++) {
      int index = index(sequence);
      if (triesLeft[index] == 0) {
        continue;
      }
      if (count < limit && dueNs[index] - nowNs <= 0) {
        sequences[count++] = (int) sequence & 0xFFFF;
        dueNs[index] = nowNs + intervalNs;
        triesLeft[index]--;
        if (triesLeft[index] == 0) {
          missing--;
          continue;
        }
      }
      lowerDeadline(dueNs[index]);
    }
    return count;
  }

  /** When {@link #collectDue} has something to collect; {@link Long#MAX_VALUE} for never. */
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  /** How many packets are waited for. */
  public int missing() {
    return missing;
  }

  private void expect(long sequence, long firstNs) {
    triesLeft[index(sequence)] = MAX_TRIES;
    dueNs[index(sequence)] = firstNs;
    missing++;
    lowerDeadline(firstNs);
  }

  private void forget(long sequence) {
    if (sequence <= highest - WINDOW || triesLeft[index(sequence)] == 0) {
      return;
    }
    triesLeft[index(sequence)] = 0;
    missing--;
    if (missing == 0) {
      deadlineNs = NO_DEADLINE;
    }
  }

  private void forgetAll(long sequence) {
    Arrays.fill(triesLeft, (byte) 0);
    missing = 0;
    deadlineNs = NO_DEADLINE;
    lowest = sequence;
    highest = sequence;
  }

  private void lowerDeadline(long ns) {
    if (deadlineNs == NO_DEADLINE || ns - deadlineNs < 0) {
      deadlineNs = ns;
    }
  }

  private static int index(long sequence) {
    return (int) sequence & (WINDOW - 1);
  }
}
