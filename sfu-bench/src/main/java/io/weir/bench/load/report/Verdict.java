package io.weir.bench.load.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Whether the figures may be believed.
 *
 * @param invalid why they may not, a sentence each; empty when they may
 * @param notes what a reader should know beside
 */
public record Verdict(List<String> invalid, List<String> notes) {

  public Verdict {
    invalid = List.copyOf(invalid);
    notes = List.copyOf(notes);
  }

  public boolean isValid() {
    return invalid.isEmpty();
  }

  Verdict plus(Verdict other) {
    return new Verdict(union(invalid, other.invalid), union(notes, other.notes));
  }

  private static List<String> union(List<String> first, List<String> second) {
    LinkedHashSet<String> all = new LinkedHashSet<>(first);
    all.addAll(second);
    return new ArrayList<>(all);
  }
}
