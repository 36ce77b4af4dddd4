package io.weir.bench.load.report;

import io.weir.bench.load.report.Condition.All;
import io.weir.bench.load.report.Condition.Any;
import io.weir.bench.load.report.Condition.Comparison;
import io.weir.bench.load.report.Condition.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads one {@link Condition}. Used once. */
final class ConditionParser {

  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*([A-Za-z][A-Za-z0-9.]*)\\s*(>=|<=|==|!=|>|<)\\s*"
              + "([0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?)\\s*([%a-zA-Zµ/]*)\\s*");
  private static final Pattern OR = Pattern.compile("(?i)\\s+or\\s+");
  private static final Pattern AND = Pattern.compile("(?i)\\s+and\\s+");
  private static final int LISTED = 12;

  private final String text;

  ConditionParser(String text) {
    this.text = text;
  }

  Condition parse() throws ResultException {
    List<Condition> choices = new ArrayList<>();
    for (String choice : OR.split(text, -1)) {
      List<Condition> parts = new ArrayList<>();
      for (String part : AND.split(choice, -1)) {
        parts.add(comparison(part));
      }
      choices.add(parts.size() == 1 ? parts.getFirst() : new All(parts));
    }
    return choices.size() == 1 ? choices.getFirst() : new Any(choices);
  }

  private Comparison comparison(String part) throws ResultException {
    Matcher matcher = COMPARISON.matcher(part);
    if (!matcher.matches()) {
      throw new ResultException(
          "\"" + part.strip() + "\" is no condition; write one like loss>0.1% or delay.p99>50ms.");
    }
    Measure measure = measure(matcher.group(1));
    String unit = matcher.group(4);
    Optional<Double> factor = measure.unit().factor(unit);
    if (factor.isEmpty()) {
      throw new ResultException(
          "\"%s\" is no unit of %s; it takes: %s."
              .formatted(unit, measure.name(), measure.unit().suffixes()));
    }
    double limit = Double.parseDouble(matcher.group(3)) * factor.get();
    return new Comparison(measure, operator(matcher.group(2)), limit);
  }

  private static Measure measure(String name) throws ResultException {
    Optional<Measure> measure = Measure.find(name);
    if (measure.isPresent()) {
      return measure.get();
    }
    List<String> alike =
        Measure.values().stream()
            .map(Measure::name)
            .filter(known -> known.startsWith(name + ".") || related(known, name))
            .limit(LISTED)
            .toList();
    throw new ResultException(
        "There is no measure \""
            + name
            + "\"; there are "
            + (alike.isEmpty()
                ? Measure.values().stream().map(Measure::name).collect(Collectors.joining(", "))
                : String.join(", ", alike) + " and others, see deploy/load measures")
            + ".");
  }

  private static boolean related(String known, String name) {
    int dot = name.indexOf('.');
    return dot > 0 && known.startsWith(name.substring(0, dot + 1));
  }

  private static Operator operator(String sign) {
    for (Operator operator : Operator.values()) {
      if (operator.sign().equals(sign)) {
        return operator;
      }
    }
    throw new IllegalArgumentException(sign);
  }
}
