package io.weir.core.counter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counters of one worker. Only its thread adds; any thread may read, and sees values that may
 * be a moment old but never torn.
 */
public final class PacketCounters {
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);

  /** Cache-line padding before and after, so that two workers' counters never share a line. */
  private static final int PADDING = 16;

  private final LatencyHistogram pacerWaits = new LatencyHistogram();
  private final long[] cells = new long[PacketCounter.values().length + 2 * PADDING];

  /** Adds one. Worker thread only. */
  public void increment(PacketCounter counter) {
    add(counter, 1);
  }

  /** Adds {@code amount}. Worker thread only. */
  public void add(PacketCounter counter, long amount) {
    int index = PADDING + counter.ordinal();
    CELL.setOpaque(cells, index, cells[index] + amount);
  }

  /** How long video waited in pacers, as far as it had to; the worker's thread alone records. */
  public LatencyHistogram pacerWaits() {
    return pacerWaits;
  }

  /** The present value. Any thread. */
  public long get(PacketCounter counter) {
    return (long) CELL.getOpaque(cells, PADDING + counter.ordinal());
  }
}
