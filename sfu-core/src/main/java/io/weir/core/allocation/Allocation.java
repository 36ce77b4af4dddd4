package io.weir.core.allocation;

import java.util.ArrayList;
import java.util.List;

/**
 * One subscriber's video slots, what they were given, and when they may be given more. Worker
 * thread only.
 *
 * <p>What was given is taken back at once when it is too much, and more is given only with a margin
 * and after a pause. When that turns out to be too much soon after, the pause doubles and what
 * failed is not tried again meanwhile, so that a link between two layers does not swing. A link
 * that turns out to carry much more than what failed is another link, and the pause is over.
 */
public final class Allocation {
  /** An estimate that has not moved by more, as a fraction of it, changes nothing. */
  private static final int SAME_ESTIMATE_FRACTION = 50;

  /** After more was given: as long as its effect takes to show in the estimate. */
  static final long SETTLE_NS = 1_000_000_000L;

  /** After less was given. */
  static final long RECOVERY_NS = 2_000_000_000L;

  /** More that was taken back within this time was too much from the start. */
  static final long PROBATION_NS = 10_000_000_000L;

  /** The first pause after that; it doubles with each further time. */
  static final long FIRST_BACKOFF_NS = 8_000_000_000L;

  static final long LONGEST_BACKOFF_NS = 64_000_000_000L;

  /** What failed says nothing of a link that is thought to carry this many times as much. */
  static final int OTHER_LINK_FACTOR = 2;

  private final List<SlotDemand> slots = new ArrayList<>();
  private boolean reordered;
  private boolean ran;
  private boolean everRaised;
  private boolean satisfied;
  private long lastBudgetBps;
  private long raisedNs;
  private boolean held;
  private long heldUntilNs;
  private boolean couldRise;
  private long backoffNs;
  private long failedBps = Long.MAX_VALUE;
  private long totalBps;
  private long wantedBps;
  private boolean measured = true;

  /** Adds a slot; which one comes first decides among equals. */
  public void add(SlotDemand slot) {
    slots.add(slot);
    reordered = true;
  }

  /** Removes a slot. */
  public void remove(SlotDemand slot) {
    slots.remove(slot);
    reordered = true;
  }

  /**
   * Says whether anything is known yet of what arrives over the link. Before that the most
   * important slot is sent its smallest picture whatever it costs: without packets nothing would
   * ever be known.
   */
  public void measured(boolean value) {
    measured = value;
  }

  boolean isMeasured() {
    return measured;
  }

  /** Its slots. */
  public List<SlotDemand> slots() {
    return slots;
  }

  /** What is set aside for all slots, in bit/s. */
  public long totalBps() {
    return totalBps;
  }

  /** What all slots would take if there were no limit, in bit/s. */
  public long wantedBps() {
    return wantedBps;
  }

  /** Whether it is worth running the allocator; cheap, for many subscribers many times a second. */
  public boolean isDue(long budgetBps, long nowNs) {
    if (!ran || reordered) {
      return true;
    }
    boolean newCosts = false;
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).isChanged()) {
        return true;
      }
      newCosts |= slots.get(i).hasNewCosts();
    }
    boolean newBudget =
        Math.abs(budgetBps - lastBudgetBps) > lastBudgetBps / SAME_ESTIMATE_FRACTION;
    return newCosts
        || budgetBps < totalBps
        || (!satisfied && (newBudget || (!couldRise && mayRise(nowNs))));
  }

  /** Whether what the slots are worth, or what there is, has changed since the last run. */
  boolean isChanged() {
    boolean changed = reordered || !ran;
    for (int i = 0; i < slots.size(); i++) {
      changed |= slots.get(i).isChanged();
    }
    return changed;
  }

  /** Whether more may be given than is now; who is sent nothing need not wait. */
  boolean mayRise(long nowNs) {
    return totalBps == 0 || !isHeld(nowNs);
  }

  private boolean isHeld(long nowNs) {
    return held && heldUntilNs - nowNs > 0;
  }

  /** The total that just failed and is not tried again now; {@code Long.MAX_VALUE} for none. */
  long failedBps(long nowNs) {
    return isHeld(nowNs) ? failedBps : Long.MAX_VALUE;
  }

  /** Takes notice of what the link carries before a run. */
  void onBudget(long budgetBps, long nowNs) {
    if (isHeld(nowNs) && failedBps != Long.MAX_VALUE && budgetBps / OTHER_LINK_FACTOR > failedBps) {
      held = false;
      backoffNs = 0;
      failedBps = Long.MAX_VALUE;
    }
  }

  /** A run gave more to somebody. */
  void onRaised(long nowNs) {
    everRaised = true;
    raisedNs = nowNs;
    hold(nowNs + SETTLE_NS);
  }

  /**
   * A run had to take something back.
   *
   * @param beforeBps what the slots took before
   */
  void onLowered(long beforeBps, long nowNs) {
    if (everRaised && nowNs - raisedNs < PROBATION_NS) {
      everRaised = false; // Falling in several steps is one failure.
      backoffNs = Math.clamp(2 * backoffNs, FIRST_BACKOFF_NS, LONGEST_BACKOFF_NS);
      failedBps = beforeBps;
      hold(nowNs + backoffNs);
    } else if (!isHeld(nowNs)) {
      backoffNs = 0;
      failedBps = Long.MAX_VALUE;
    }
    hold(nowNs + RECOVERY_NS);
  }

  void onRan(long budgetBps, long total, long wanted, long nowNs) {
    ran = true;
    reordered = false;
    lastBudgetBps = budgetBps;
    totalBps = total;
    wantedBps = wanted;
    satisfied = total == wanted;
    couldRise = mayRise(nowNs);
  }

  private void hold(long untilNs) {
    if (!held || untilNs - heldUntilNs > 0) {
      heldUntilNs = untilNs;
    }
    held = true;
  }
}
