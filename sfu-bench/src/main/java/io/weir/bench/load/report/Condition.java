package io.weir.bench.load.report;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A question about a result that is true or false, as {@code --fail-if} asks it. Immutable.
 *
 * <pre>
 * condition  = conjunction *( "or" conjunction )
 * conjunction = comparison *( "and" comparison )
 * comparison = measure operator number [ unit ]
 * operator   = "&gt;" / "&gt;=" / "&lt;" / "&lt;=" / "==" / "!="
 * </pre>
 *
 * A measure that was not measured makes its comparison false, which {@link #unanswered} tells.
 */
public sealed interface Condition {

  /** Whether it holds. */
  boolean holds(LoadResult result);

  /** The measures that it asks for and that the result does not have. */
  List<Measure> unanswered(LoadResult result);

  /** Reads one; what is wrong with it becomes a sentence. */
  static Condition parse(String text) throws ResultException {
    return new ConditionParser(text).parse();
  }

  /** How a measure is compared with its limit. */
  enum Operator {
    AT_LEAST(">="),
    AT_MOST("<="),
    EQUAL("=="),
    UNEQUAL("!="),
    MORE(">"),
    LESS("<");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }

    boolean holds(double value, double limit) {
      return switch (this) {
        case AT_LEAST -> value >= limit;
        case AT_MOST -> value <= limit;
        case EQUAL -> value == limit;
        case UNEQUAL -> value != limit;
        case MORE -> value > limit;
        case LESS -> value < limit;
      };
    }
  }

  /**
   * A measure against a limit.
   *
   * @param measure what is compared
   * @param operator how
   * @param limit in the measure's own unit
   */
  record Comparison(Measure measure, Operator operator, double limit) implements Condition {

    @Override
    public boolean holds(LoadResult result) {
      OptionalDouble value = measure.of(result);
      return value.isPresent() && operator.holds(value.getAsDouble(), limit);
    }

    @Override
    public List<Measure> unanswered(LoadResult result) {
      return measure.of(result).isPresent() ? List.of() : List.of(measure);
    }

    @Override
    public String toString() {
      return measure.name() + operator.sign() + limit;
    }
  }

  /** Every one of these. */
  record All(List<Condition> parts) implements Condition {

    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(LoadResult result) {
      return parts.stream().allMatch(part -> part.holds(result));
    }

    @Override
    public List<Measure> unanswered(LoadResult result) {
      return parts.stream().flatMap(part -> part.unanswered(result).stream()).toList();
    }

    @Override
    public String toString() {
      return String.join(" and ", parts.stream().map(Object::toString).toList());
    }
  }

  /** At least one of these. */
  record Any(List<Condition> parts) implements Condition {

    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean holds(LoadResult result) {
      return parts.stream().anyMatch(part -> part.holds(result));
    }

    @Override
    public List<Measure> unanswered(LoadResult result) {
      return parts.stream().flatMap(part -> part.unanswered(result).stream()).toList();
    }

    @Override
    public String toString() {
      return String.join(" or ", parts.stream().map(Object::toString).toList());
    }
  }
}
