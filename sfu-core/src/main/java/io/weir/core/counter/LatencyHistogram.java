package io.weir.core.counter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How many packets took how long. Only the worker's thread records, any thread reads, and sees
 * values that may be a moment old but never torn.
 */
public final class LatencyHistogram {
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  /** Upper bounds: what a call may add unnoticed, in finer steps where a healthy server is. */
  private static final long[] BOUNDS_NS = {
    50_000,
    100_000,
    200_000,
    500_000,
    1_000_000,
    2_000_000,
    5_000_000,
    10_000_000,
    20_000_000,
    50_000_000,
    100_000_000,
    500_000_000
  };

  private static final int BUCKETS = BOUNDS_NS.length + 1;
  private static final int SUM = BUCKETS;

  /** Cache-line padding before and after, so that two workers' cells never share a line. */
  private static final int PADDING = 16;

  private final long[] cells = new long[BUCKETS + 1 + 2 * PADDING];

  /** Notes that {@code packets} took this long each. Worker thread only. */
  public void record(long latencyNs, int packets) {
    int bucket = 0;
    while (bucket < BOUNDS_NS.length && latencyNs > BOUNDS_NS[bucket]) {
      bucket++;
    }
    add(bucket, packets);
    add(SUM, latencyNs * packets);
  }

  /** The buckets' upper bounds, ascending; one more bucket follows. */
  public static long[] boundsNs() {
    return BOUNDS_NS.clone();
  }

  /** Packets in each bucket, not cumulated. Any thread. */
  public long[] counts() {
    long[] counts = new long[BUCKETS];
    for (int i = 0; i < BUCKETS; i++) {
      counts[i] = get(i);
    }
    return counts;
  }

  /** All latencies added up. Any thread. */
  public long sumNs() {
    return get(SUM);
  }

  private void add(int cell, long amount) {
    int index = PADDING + cell;
    CELL.setOpaque(cells, index, cells[index] + amount);
  }

  private long get(int cell) {
    return (long) CELL.getOpaque(cells, PADDING + cell);
  }
}
