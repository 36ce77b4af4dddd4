package io.weir.bench.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Panels of lines over one x axis, from top to bottom, as an SVG image. Immutable.
 *
 * @param title of the whole image
 * @param xLabel what the x axis is in, for instance {@code seconds}
 * @param panels from top to bottom
 */
public record LineChart(String title, String xLabel, List<Panel> panels) {
  private static final int LEFT = 84;
  private static final int RIGHT = 12;
  private static final int HEAD = 34;
  private static final int PANEL_HEAD = 26;
  private static final int GAP = 16;
  private static final int FOOT = 38;
  private static final int X_TICKS = 8;
  private static final int Y_TICKS = 3;
  private static final int LEGEND_MARK = 16;
  private static final int LEGEND_GAP = 22;

  public LineChart {
    panels = List.copyOf(panels);
  }

  /** How a line is drawn. */
  public enum Style {
    /** From point to point. */
    LINE,
    /** Each value holds until the next point. */
    STEPS,
    /** The same, dashed: not what was measured, but what it is measured by. */
    LIMIT
  }

  /**
   * Something over x.
   *
   * @param points in the order of x; those whose y is NaN leave a gap
   */
  public record Line(String name, Style style, List<Point> points) {
    public Line {
      points = List.copyOf(points);
    }
  }

  /** Where a line passes. */
  public record Point(double x, double y) {}

  /** A value of y that has a name. */
  public record Level(double y, String name) {}

  /**
   * Lines that have a y axis in common, which begins at 0.
   *
   * @param label of the y axis, with the unit
   * @param height in pixels
   * @param levels named values of y; empty for numbers
   * @param lines at most six
   */
  public record Panel(String label, int height, List<Level> levels, List<Line> lines) {
    public Panel {
      levels = List.copyOf(levels);
      lines = List.copyOf(lines);
    }

    /** One whose y axis has numbers. */
    public static Panel of(String label, int height, List<Line> lines) {
      return new Panel(label, height, List.of(), lines);
    }

    private double top() {
      if (!levels.isEmpty()) {
        return levels.stream().mapToDouble(Level::y).max().orElse(1);
      }
      return Scale.ceiling(
          lines.stream()
              .flatMap(line -> line.points().stream())
              .mapToDouble(Point::y)
              .filter(Double::isFinite)
              .max()
              .orElse(1));
    }

    private List<Level> marks() {
      if (!levels.isEmpty()) {
        return levels;
      }
      return Scale.steps(new double[] {0, top()}, Y_TICKS).stream()
          .map(y -> new Level(y, Scale.text(y)))
          .toList();
    }
  }

  /** The whole image. */
  public String toSvg() {
    double[] range = xRange();
    List<String> parts = new ArrayList<>();
    int y = HEAD;
    for (Panel panel : panels) {
      draw(panel, y + PANEL_HEAD, range, parts);
      y += PANEL_HEAD + panel.height() + GAP;
    }
    y -= GAP;
    for (double value : Scale.steps(range, X_TICKS)) {
      parts.add(Svg.text(x(value, range), y + 17, "mid", Scale.text(value)));
    }
    parts.add(Svg.text(Svg.WIDTH - (double) RIGHT, y + 34, "end", xLabel));
    return Svg.image(title, y + FOOT, String.join("", parts));
  }

  private static void draw(Panel panel, int top, double[] range, List<String> parts) {
    double most = panel.top();
    parts.add(Svg.text(0, top - 11, "", panel.label()));
    for (Level mark : panel.marks()) {
      double y = y(mark.y(), top, panel, most);
      parts.add(
          String.format(
              Locale.ROOT,
              "<path class=\"grid\" d=\"M%d %.1fH%d\"/>%n",
              LEFT,
              y,
              Svg.WIDTH - RIGHT));
      parts.add(Svg.text(LEFT - 8.0, y + 4, "end", mark.name()));
    }
    double legend = Svg.WIDTH - RIGHT;
    for (int i = panel.lines().size() - 1; i >= 0 && panel.lines().size() > 1; i--) {
      Line line = panel.lines().get(i);
      legend -= Svg.width(line.name());
      parts.add(Svg.text(legend, top - 11, "", line.name()));
      legend -= LEGEND_MARK + 5;
      parts.add(
          "<path class=\"%s\" d=\"M%.0f %dh%d\"/>\n"
              .formatted(type(line, i), legend, top - 15, LEGEND_MARK));
      legend -= LEGEND_GAP;
    }
    for (int i = 0; i < panel.lines().size(); i++) {
      Line line = panel.lines().get(i);
      parts.add("<path class=\"%s\" d=\"".formatted(type(line, i)));
      parts.add(path(panel, line, top, range, most));
      parts.add("\"/>\n");
    }
  }

  private static String type(Line line, int index) {
    return line.style() == Style.LIMIT ? "limit" : "line l" + index;
  }

  /** Points that lie on the way between others are left out: most lines are level for long. */
  private static String path(Panel panel, Line line, int top, double[] range, double most) {
    StringBuilder path = new StringBuilder();
    boolean steps = line.style() != Style.LINE;
    List<Point> points = line.points();
    boolean pen = false;
    double before = Double.NaN;
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      if (Double.isNaN(point.y())) {
        pen = false;
        continue;
      }
      double x = x(point.x(), range);
      double y = y(point.y(), top, panel, most);
      boolean last = i == points.size() - 1 || Double.isNaN(points.get(i + 1).y());
      boolean level = pen && before == point.y() && !last;
      if (!pen) {
        path.append(format("M%.1f %.1f", x, y));
      } else if (steps) {
        path.append(level ? "" : format("H%.1fV%.1f", x, y));
      } else if (!level || points.get(i + 1).y() != point.y()) {
        path.append(format("L%.1f %.1f", x, y));
      }
      before = point.y();
      pen = true;
    }
    return path.toString();
  }

  private static String format(String form, double x, double y) {
    return String.format(Locale.ROOT, form, x, y).replace(".0", "");
  }

  private double[] xRange() {
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    for (Panel panel : panels) {
      for (Line line : panel.lines()) {
        for (Point point : line.points()) {
          least = Math.min(least, point.x());
          most = Math.max(most, point.x());
        }
      }
    }
    return most > least ? new double[] {least, most} : new double[] {0, 1};
  }

  private static double x(double value, double[] range) {
    return LEFT + (value - range[0]) / (range[1] - range[0]) * (Svg.WIDTH - LEFT - RIGHT);
  }

  private static double y(double value, int top, Panel panel, double most) {
    return top + panel.height() * (1 - value / most);
  }
}
