package io.weir.bench.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Groups of horizontal bars with their figures, one bar per series, as an SVG image. Immutable.
 *
 * @param title what is compared, with the unit
 * @param series names of the bars in each group, at most six
 * @param groups from top to bottom
 */
public record BarChart(String title, List<String> series, List<Group> groups) {
  private static final int LABEL_WIDTH = 250;
  private static final int FIGURE_WIDTH = 80;
  private static final int BAR_WIDTH = Svg.WIDTH - LABEL_WIDTH - FIGURE_WIDTH;
  private static final int BAR = 18;
  private static final int GAP = 14;
  private static final int HEAD = 60;

  public BarChart {
    series = List.copyOf(series);
    groups = List.copyOf(groups);
    for (Group group : groups) {
      if (group.values().size() != series.size()) {
        throw new IllegalArgumentException(group.label() + " has not one value per series");
      }
    }
  }

  /**
   * Bars that belong together.
   *
   * @param values one per series; NaN where there is none
   */
  public record Group(String label, List<Double> values) {
    public Group {
      values = List.copyOf(values);
    }
  }

  /** The whole image. */
  public String toSvg() {
    double longest =
        groups.stream()
            .flatMap(group -> group.values().stream())
            .filter(value -> !value.isNaN())
            .mapToDouble(Double::doubleValue)
            .max()
            .orElse(1);
    List<String> parts = new ArrayList<>();
    int y = HEAD;
    for (Group group : groups) {
      parts.add(Svg.text(0, y + (series.size() * BAR) / 2.0 + 5, "", group.label()));
      for (int i = 0; i < series.size(); i++) {
        double value = group.values().get(i);
        if (!Double.isNaN(value)) {
          double length = Math.max(1, BAR_WIDTH * value / longest);
          parts.add(bar(LABEL_WIDTH, y, length, i));
          parts.add(Svg.text(LABEL_WIDTH + length + 6, y + BAR - 5, "", figure(value)));
        }
        y += BAR;
      }
      y += GAP;
    }
    return Svg.image(title, y, legend() + String.join("", parts));
  }

  private String legend() {
    StringBuilder legend = new StringBuilder();
    double x = LABEL_WIDTH;
    for (int i = 0; i < series.size() && series.size() > 1; i++) {
      legend.append(
          "<rect class=\"s%d\" x=\"%.0f\" y=\"32\" width=\"12\" height=\"12\"/>\n".formatted(i, x));
      legend.append(Svg.text(x + 18, 43, "", series.get(i)));
      x += 34 + Svg.width(series.get(i));
    }
    return legend.toString();
  }

  private static String bar(double x, int y, double length, int series) {
    return String.format(
        Locale.ROOT,
        "<rect class=\"s%d\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
        series,
        x,
        y + 1,
        length,
        BAR - 2);
  }

  /** Three digits that matter. */
  private static String figure(double value) {
    if (value >= 100) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
  }
}
