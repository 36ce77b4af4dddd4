package io.weir.core.allocation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Divides what a subscriber's link carries over the slots: everybody gets their lowest layer first,
 * in order of importance, then everybody the next one, and so on. One serves all subscribers of a
 * worker; worker thread only; allocates nothing once it has met the most slots.
 *
 * <p>Whoever's next layer does not fit stays where they are, and the less important may still use
 * what is left. The order is the one of Jitsi Videobridge's and LiveKit's allocators, which also go
 * layer by layer; that the total alone decides about rising (see {@link Allocation}) is our own.
 */
public final class Allocator {
  /** More is given only while this share of the estimate stays free. */
  static final int MARGIN_PERCENT = 10;

  private static final int RUNGS = 16;
  private static final int INITIAL_SLOTS = 16;

  /** Slots by importance, the greatest first. */
  private @Nullable SlotDemand[] slots = new @Nullable SlotDemand[INITIAL_SLOTS];

  private long[] importance = new long[INITIAL_SLOTS];
  private int size;

  /** By slot and rung: what a slot may be given, each rung better and more costly than the last. */
  private long[] costs = new long[INITIAL_SLOTS * RUNGS];

  private int[] layers = new int[INITIAL_SLOTS * RUNGS];
  private int[] rungs = new int[INITIAL_SLOTS];

  /** By slot: rungs given, and what they cost. */
  private int[] given = new int[INITIAL_SLOTS];

  /** By slot: what it had before, and what that costs now. */
  private int[] beforeLayers = new int[INITIAL_SLOTS];

  private long[] before = new long[INITIAL_SLOTS];

  /** Whether something is known of the subscriber's link. */
  private boolean measured;

  /** Whether the last division gave what the link is only hoped to carry. */
  private boolean onTrial;

  /**
   * Gives each of a subscriber's slots what it shall be sent.
   *
   * @param budgetBps what the link carries of video; {@code Long.MAX_VALUE} for no limit
   */
  public void run(Allocation subscriber, long budgetBps, long nowNs) {
    collect(subscriber);
    measured = subscriber.isMeasured();
    long beforeBps = 0;
    long wantedBps = 0;
    for (int slot = 0; slot < size; slot++) {
      climb(slot);
      before[slot] = slot(slot).allocatedBps();
      beforeLayers[slot] = layer(slot(slot).encoding(), slot(slot).temporalLayer());
      beforeBps += before[slot];
      wantedBps += top(slot);
    }
    boolean over = beforeBps > budgetBps;
    boolean changed = subscriber.isChanged();
    subscriber.onBudget(budgetBps, nowNs);
    long cautious = cautious(subscriber, budgetBps, nowNs);
    if (over || changed || subscriber.mayRise(nowNs)) {
      divide(over ? budgetBps : Math.max(beforeBps, cautious), over && !changed);
      if (over || changed || isBetter()) {
        grant(over);
        tell(subscriber, beforeBps, over || (!changed && takesBack()), nowNs);
      }
    }
    long totalBps = 0;
    for (int slot = 0; slot < size; slot++) {
      totalBps += slot(slot).allocatedBps();
    }
    wantedBps += wish(cautious, cautious - totalBps);
    subscriber.onRan(budgetBps, totalBps, wantedBps, nowNs);
    Arrays.fill(slots, 0, size, null);
  }

  /**
   * Lets slots want encodings that do not come, the larger ones first, as long as there is room for
   * them at the price they last had: their publishers stopped them because nobody wanted them, and
   * may start them again. Nothing is set aside for them, since they may never come. The most
   * important slot wants a smallest picture as long as it would be given it if it came.
   *
   * @return what they would take beside what slots were given if there were no limit
   */
  private long wish(long limit, long leftBps) {
    long left = leftBps;
    long all = 0;
    for (int slot = 0; slot < size; slot++) {
      SlotDemand demand = slot(slot);
      LayerTable table = demand.layers();
      int wanted = demand.encoding();
      if (table != null) {
        int highest = demand.highestOfUse(table);
        for (int encoding = highest; encoding > wanted; encoding--) {
          long more = dearest(table, encoding) - demand.allocatedBps();
          if (!table.isAlive(encoding) && more <= left) {
            wanted = encoding;
            left -= Math.max(0, more);
          }
        }
        if (wanted == SlotDemand.PAUSED
            && !table.isAlive(0)
            && isLastResort(slot, 0, table.cost(0, 0), limit)) {
          wanted = 0;
        }
        if (wanted == demand.encoding() && isThin(demand, table)) {
          wanted = smallerInstead(table, wanted, demand.allocatedBps() + left);
        }
        if (highest < demand.encoding()) {
          wanted = highest; // What is shown is larger than it need be.
        }
        all += table.isAlive(highest) ? 0 : Math.max(0, dearest(table, highest) - top(slot));
      }
      demand.want(wanted);
    }
    return all;
  }

  /** Whether so few frames are left of a picture that a smaller one would be worth more. */
  private static boolean isThin(SlotDemand demand, LayerTable table) {
    int encoding = demand.encoding();
    return encoding > 0
        && !demand.screenShare()
        && demand.temporalLayer() < fewestTemporal(table, encoding);
  }

  /** The best encoding below one that does not come and would fit; the smallest one in any case. */
  private static int smallerInstead(LayerTable table, int encoding, long limit) {
    for (int smaller = encoding - 1; smaller >= 0; smaller--) {
      boolean fits = smaller == 0 || table.cost(smaller, fewestTemporal(table, smaller)) <= limit;
      if (fits && !table.isAlive(smaller)) {
        return smaller;
      }
    }
    return encoding;
  }

  private static long dearest(LayerTable table, int encoding) {
    return table.cost(encoding, LayerTable.MAX_TEMPORAL_LAYERS);
  }

  /** What a slot would take at most of what comes. */
  private long top(int slot) {
    return rungs[slot] == 0 ? 0 : costs[slot * RUNGS + rungs[slot] - 1];
  }

  /**
   * How many rungs the slot of a rank got in the last run that divided; 0 is the most important.
   */
  int given(int rank) {
    return given[rank];
  }

  private static long cautious(Allocation subscriber, long budgetBps, long nowNs) {
    long limit = budgetBps - budgetBps / (100 / MARGIN_PERCENT);
    return Math.min(limit, subscriber.failedBps(nowNs) - 1);
  }

  /** Takes the slots in, sorted by importance; equal ones stay in their order. */
  private void collect(Allocation subscriber) {
    size = 0;
    reserve(subscriber.slots().size());
    for (int i = 0; i < subscriber.slots().size(); i++) {
      SlotDemand next = subscriber.slots().get(i);
      long rank = next.importance();
      int place = size++;
      while (place > 0 && importance[place - 1] < rank) {
        importance[place] = importance[place - 1];
        slots[place] = slots[place - 1];
        place--;
      }
      importance[place] = rank;
      slots[place] = next;
    }
  }

  private void reserve(int count) {
    if (count > slots.length) {
      int room = Math.max(count, 2 * slots.length);
      slots = new @Nullable SlotDemand[room];
      importance = new long[room];
      costs = new long[room * RUNGS];
      layers = new int[room * RUNGS];
      rungs = new int[room];
      given = new int[room];
      before = new long[room];
      beforeLayers = new int[room];
    }
  }

  private SlotDemand slot(int index) {
    SlotDemand slot = slots[index];
    if (slot == null) {
      throw new IllegalStateException("no slot " + index);
    }
    return slot;
  }

  /** Works out what a slot may be given; what costs no less than something better is left out. */
  private void climb(int slot) {
    SlotDemand demand = slot(slot);
    LayerTable table = demand.layers();
    int highest = table == null ? SlotDemand.PAUSED : demand.highest(table);
    int top = RUNGS;
    if (table != null && highest != SlotDemand.PAUSED) {
      int lowest = SlotDemand.lowest(table);
      for (int encoding = highest; encoding >= lowest; encoding--) {
        if (table.isAlive(encoding)) {
          top = descend(slot, table, encoding, lowestTemporal(demand, table, encoding), top);
        }
      }
    }
    rungs[slot] = RUNGS - top;
    int first = slot * RUNGS;
    System.arraycopy(costs, first + top, costs, first, RUNGS - top);
    System.arraycopy(layers, first + top, layers, first, RUNGS - top);
  }

  /**
   * A larger picture is worth it from half the frame rate on; a screen's text at any, and of the
   * smallest picture any frame rate is better than nothing.
   */
  private static int lowestTemporal(SlotDemand demand, LayerTable table, int encoding) {
    return demand.screenShare() || encoding == SlotDemand.lowest(table)
        ? 0
        : fewestTemporal(table, encoding);
  }

  /** The temporal layer with which half the frame rate is reached. */
  private static int fewestTemporal(LayerTable table, int encoding) {
    return Math.max(0, table.temporalLayers(encoding) - 2);
  }

  /** Puts an encoding's layers below the rungs that are there, from {@code top} downwards. */
  private int descend(int slot, LayerTable table, int encoding, int lowestTemporal, int top) {
    int first = slot * RUNGS;
    int place = top;
    for (int t = table.temporalLayers(encoding) - 1; t >= lowestTemporal && place > 0; t--) {
      long cost = table.cost(encoding, t);
      if (place == RUNGS || cost < costs[first + place]) {
        place--;
        costs[first + place] = cost;
        layers[first + place] = layer(encoding, t);
      }
    }
    return place;
  }

  /**
   * Gives rung by rung, in order of importance, what fits.
   *
   * @param nobodyRises whether nobody gets more than they had
   */
  private void divide(long limit, boolean nobodyRises) {
    Arrays.fill(given, 0, size, 0);
    onTrial = false;
    long used = 0;
    for (int rung = 0; rung < RUNGS; rung++) {
      for (int slot = 0; slot < size; slot++) {
        if (given[slot] == rung && rung < rungs[slot]) {
          long next = costs[slot * RUNGS + rung];
          long step = next - costOf(slot);
          boolean mayHave =
              (!nobodyRises || next <= before[slot]) && (measured || isLowest(slot, rung));
          if (mayHave && (step <= limit - used || isLastResort(slot, rung, next, limit))) {
            given[slot]++;
            used += step;
            onTrial |= !measured && used > limit;
          }
        }
      }
    }
  }

  /**
   * The smallest picture of the most important slot goes on until it needs twice of what there is:
   * estimates err, mostly downwards when little is sent, and without packets there is no feedback.
   * Over a link of which nothing is known it begins in any case.
   */
  private boolean isLastResort(int slot, int rung, long cost, long limit) {
    return slot == 0 && rung == 0 && (!measured || cost / 2 <= limit);
  }

  private boolean isLowest(int slot, int rung) {
    return layers[slot * RUNGS + rung] / LayerTable.MAX_TEMPORAL_LAYERS
        == layers[slot * RUNGS] / LayerTable.MAX_TEMPORAL_LAYERS;
  }

  private long costOf(int slot) {
    return given[slot] == 0 ? 0 : costs[slot * RUNGS + given[slot] - 1];
  }

  /** Layers as numbers, the better ones larger; negative for a paused slot. */
  private static int layer(int encoding, int temporal) {
    return encoding * LayerTable.MAX_TEMPORAL_LAYERS + temporal;
  }

  private int givenLayer(int slot) {
    return given[slot] == 0 ? layer(SlotDemand.PAUSED, 0) : layers[slot * RUNGS + given[slot] - 1];
  }

  /** Whether the most important slot for which something would change gets more. */
  private boolean isBetter() {
    for (int slot = 0; slot < size; slot++) {
      if (givenLayer(slot) != beforeLayers[slot]) {
        return givenLayer(slot) > beforeLayers[slot];
      }
    }
    return false;
  }

  /** Whether somebody gets less. */
  private boolean takesBack() {
    for (int slot = 0; slot < size; slot++) {
      if (givenLayer(slot) < beforeLayers[slot]) {
        return true;
      }
    }
    return false;
  }

  private void grant(boolean linkIsFull) {
    for (int slot = 0; slot < size; slot++) {
      int layer = givenLayer(slot);
      slot(slot)
          .grant(
              Math.floorDiv(layer, LayerTable.MAX_TEMPORAL_LAYERS),
              Math.floorMod(layer, LayerTable.MAX_TEMPORAL_LAYERS),
              linkIsFull);
    }
  }

  /** Tells the subscriber's memory what changed, on which it depends when more is tried again. */
  private void tell(Allocation subscriber, long beforeBps, boolean tooMuch, long nowNs) {
    boolean raised = false;
    for (int slot = 0; slot < size; slot++) {
      raised |= givenLayer(slot) > beforeLayers[slot];
    }
    if (onTrial || !measured) {
      return; // What comes of it says nothing of rises yet.
    }
    if (tooMuch) {
      subscriber.onLowered(beforeBps, nowNs);
    }
    if (raised) {
      subscriber.onRaised(nowNs);
    }
  }
}
