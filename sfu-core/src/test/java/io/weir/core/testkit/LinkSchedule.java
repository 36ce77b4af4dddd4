package io.weir.core.testkit;

import io.weir.core.testkit.NetworkSimulator.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A link's conditions over time; steps are added in their order in time. Immutable.
 *
 * @param first what holds until the first step
 * @param steps what follows
 */
public record LinkSchedule(Conditions first, List<Step> steps) {
  /**
   * A change.
   *
   * @param atNs when, since the schedule's begin
   * @param conditions what holds from then on
   */
  public record Step(long atNs, Conditions conditions) {}

  /** What does not go forward. */
  public LinkSchedule {
    steps = List.copyOf(steps);
    long before = 0;
    for (Step step : steps) {
      if (step.atNs() < before) {
        throw new IllegalArgumentException(step.atNs() + " ns is before " + before + " ns");
      }
      before = step.atNs();
    }
  }

  /** A schedule without steps so far. */
  public static LinkSchedule of(Conditions first) {
    return new LinkSchedule(first, List.of());
  }

  /** What holds after the last step. */
  public Conditions last() {
    return steps.isEmpty() ? first : steps.getLast().conditions();
  }

  /** The same with one more step, which changes something about what holds by then. */
  public LinkSchedule then(long atNs, UnaryOperator<Conditions> change) {
    List<Step> more = new ArrayList<>(steps);
    more.add(new Step(atNs, change.apply(last())));
    return new LinkSchedule(first, more);
  }

  /** The same with another rate for a while. */
  public LinkSchedule thenRate(long atNs, long forNs, LinkRate rate) {
    return thenFor(atNs, forNs, conditions -> conditions.withRate(rate));
  }

  /** The same where everything is lost for a while. */
  public LinkSchedule thenOutage(long atNs, long forNs) {
    return thenFor(atNs, forNs, conditions -> conditions.withLoss(1));
  }

  /** The same where something is different for a while. */
  public LinkSchedule thenFor(long atNs, long forNs, UnaryOperator<Conditions> change) {
    Conditions before = last();
    return then(atNs, change).then(atNs + forNs, changed -> before);
  }
}
