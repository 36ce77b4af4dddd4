package io.weir.bench.load.report;

import io.weir.bench.plot.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One diagram of lines over a common x axis, drawn as SVG with classes of the page's style. One
 * thread.
 */
final class Plot {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 220;
  private static final int LEFT = 76;
  private static final int RIGHT = 12;
  private static final int TOP = 10;
  private static final int BOTTOM = 34;
  private static final int LEGEND_STEP = 130;
  private static final int Y_TICKS = 4;
  private static final int X_TICKS = 6;

  private final String title;
  private final String xLabel;
  private final Unit unit;
  private final List<Line> lines = new ArrayList<>();
  private final List<double[]> bands = new ArrayList<>();
  private boolean logarithmicX;

  /** Points in order. */
  private static final class Line {
    private final String name;
    private final double[] x;
    private final double[] y;

    Line(String name, double[] x, double[] y) {
      this.name = name;
      this.x = x;
      this.y = y;
    }
  }

  Plot(String title, String xLabel, Unit unit) {
    this.title = title;
    this.xLabel = xLabel;
    this.unit = unit;
  }

  /** Adds a line; what is not a number leaves a gap. */
  Plot line(String name, double[] x, double[] y) {
    lines.add(new Line(name, x, y));
    return this;
  }

  /** Marks a stretch of the x axis. */
  Plot band(double from, double to) {
    bands.add(new double[] {from, to});
    return this;
  }

  /** Lets the x axis grow by factors. */
  Plot logarithmicX() {
    logarithmicX = true;
    return this;
  }

  /** Whether any line has a value. */
  boolean isEmpty() {
    for (Line line : lines) {
      for (double y : line.y) {
        if (!Double.isNaN(y)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The figure with its caption. */
  Markup markup() {
    Markup out = new Markup();
    out.add("<figure><figcaption>%s</figcaption>%n", title);
    out.add(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
        WIDTH, HEIGHT + BOTTOM, title);
    double most = most();
    double maxY = unit == Unit.COUNT ? Math.max(Y_TICKS, Scale.ceiling(most)) : Scale.ceiling(most);
    double[] range = xRange();
    for (double[] band : bands) {
      double from = x(band[0], range);
      out.add(
          "<rect class=\"band\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
          from, TOP, Math.max(0, x(band[1], range) - from), HEIGHT - TOP);
    }
    axes(out, maxY, range);
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      out.add("<path class=\"line c%d\" d=\"", i);
      path(out, line, maxY, range);
      out.add("\"/>%n");
      if (lines.size() > 1) {
        int left = LEFT + i * LEGEND_STEP;
        int base = HEIGHT + BOTTOM - 3;
        out.add(
            "<path class=\"line c%d\" d=\"M%d %d h14\"/><text x=\"%d\" y=\"%d\">%s</text>%n",
            i, left, base - 4, left + 19, base, line.name);
      }
    }
    out.add("</svg></figure>%n");
    return out;
  }

  private void axes(Markup out, double maxY, double[] range) {
    for (int i = 0; i <= Y_TICKS; i++) {
      double value = maxY * i / Y_TICKS;
      double y = y(value, maxY);
      out.add(
          "<path class=\"grid\" d=\"M%d %.1f H%d\"/>"
              + "<text class=\"end\" x=\"%d\" y=\"%.1f\">%s</text>%n",
          LEFT, y, WIDTH - RIGHT, LEFT - 6, y + 4, unit.format(value));
    }
    for (double value : logarithmicX ? Scale.powers(range) : Scale.steps(range, X_TICKS)) {
      out.add(
          "<text class=\"mid\" x=\"%.1f\" y=\"%d\">%s</text>%n",
          x(value, range), HEIGHT + 15, Scale.text(value));
    }
    out.add(
        "<text class=\"end\" x=\"%d\" y=\"%d\">%s</text>%n",
        WIDTH - RIGHT, HEIGHT + BOTTOM - 3, xLabel);
  }

  private void path(Markup out, Line line, double maxY, double[] range) {
    boolean pen = false;
    for (int i = 0; i < line.x.length; i++) {
      if (Double.isNaN(line.y[i])) {
        pen = false;
        continue;
      }
      out.add("%s%.1f %.1f", pen ? "L" : "M", x(line.x[i], range), y(line.y[i], maxY));
      pen = true;
    }
  }

  private double most() {
    double most = 0;
    for (Line line : lines) {
      for (double y : line.y) {
        most = Double.isNaN(y) ? most : Math.max(most, y);
      }
    }
    return most;
  }

  private double[] xRange() {
    double least = Double.MAX_VALUE;
    double most = -Double.MAX_VALUE;
    for (Line line : lines) {
      for (double x : line.x) {
        least = Math.min(least, x);
        most = Math.max(most, x);
      }
    }
    return least > most
        ? new double[] {0, 1}
        : new double[] {least, most > least ? most : least + 1};
  }

  private double x(double value, double[] range) {
    double share =
        logarithmicX
            ? Math.log(Math.max(value, range[0]) / range[0]) / Math.log(range[1] / range[0])
            : (value - range[0]) / (range[1] - range[0]);
    return LEFT + Math.clamp(share, 0, 1) * (WIDTH - LEFT - RIGHT);
  }

  private static double y(double value, double maxY) {
    return HEIGHT - value / maxY * (HEIGHT - TOP);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s, %d lines", title, lines.size());
  }
}
