package io.weir.bench.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Round numbers for axes. Pure code. */
public final class Scale {

  private static final double[] ROUND = {1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10};
  private static final double[] STEPS = {1, 2, 5, 10};

  private Scale() {}

  /** The next round number above. */
  public static double ceiling(double value) {
    if (value <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double factor : ROUND) {
      if (factor * power >= value * (1 - 1e-9)) {
        return factor * power;
      }
    }
    return 10 * power;
  }

  /** About so many round numbers within a range. */
  public static List<Double> steps(double[] range, int count) {
    double wanted = (range[1] - range[0]) / count;
    double power = Math.pow(10, Math.floor(Math.log10(wanted)));
    double step = 10 * power;
    for (double factor : STEPS) {
      if (factor * power >= wanted) {
        step = factor * power;
        break;
      }
    }
    List<Double> steps = new ArrayList<>();
    for (double value = Math.ceil(range[0] / step) * step; value <= range[1]; value += step) {
      steps.add(value);
    }
    return steps;
  }

  /** Powers of ten within a range. */
  public static List<Double> powers(double[] range) {
    List<Double> powers = new ArrayList<>();
    int exponent = (int) Math.ceil(Math.log10(range[0]) - 1e-9);
    while (Math.pow(10, exponent) <= range[1] * (1 + 1e-9)) {
      powers.add(Math.pow(10, exponent));
      exponent++;
    }
    return powers;
  }

  /** As axes show it. */
  public static String text(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%s", (float) value);
  }
}
