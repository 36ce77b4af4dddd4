package io.weir.bench.load.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One measured time of a test that has several, with more viewers from stage to stage.
 *
 * @param result what was found in it, without seconds
 * @param met conditions for failure that it met
 */
public record Stage(LoadResult result, List<String> met) {

  public Stage {
    met = List.copyOf(met);
  }

  /** Whether the server carried it, as far as its figures may be believed. */
  public boolean holds() {
    return met.isEmpty() && result.verdict().isValid();
  }

  /** The last one before the first that does not hold: the highest load that does. */
  public static Optional<Stage> highest(List<Stage> stages) {
    Stage highest = null;
    for (Stage stage : stages) {
      if (!stage.holds()) {
        break;
      }
      highest = stage;
    }
    return Optional.ofNullable(highest);
  }

  /** Why it does not hold, for a table; {@code holds} if it does. */
  String verdict() {
    if (!met.isEmpty()) {
      return String.join(", ", met);
    }
    return result.verdict().isValid() ? "holds" : "not valid";
  }

  private Stage plus(Stage other) {
    Set<String> all = new LinkedHashSet<>(met);
    all.addAll(other.met);
    return new Stage(result.plus(other.result), new ArrayList<>(all));
  }

  /**
   * Of testers that went through the same stages together; those that only one saw are left out.
   */
  static List<Stage> zip(List<Stage> first, List<Stage> second) {
    List<Stage> both = new ArrayList<>();
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      both.add(first.get(i).plus(second.get(i)));
    }
    return both;
  }
}
