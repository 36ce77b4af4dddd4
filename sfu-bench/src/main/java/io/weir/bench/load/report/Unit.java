package io.weir.bench.load.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a measure is in, and the units in which conditions may give limits of it. */
enum Unit {
  COUNT("", 1),
  /** A share from 0 to 1. */
  SHARE("%", 0.01),
  SECONDS("s", 1),
  BITS_PER_SECOND("bit/s", 1),
  BYTES("B", 1),
  PER_SECOND("/s", 1),
  /** CPU µs per packet, and the like. */
  MICROSECONDS("us", 1),
  CORES("", 1);

  private record Suffix(String text, Unit unit, double factor) {}

  private static final Suffix[] SUFFIXES = {
    new Suffix("%", SHARE, 0.01),
    new Suffix("s", SECONDS, 1),
    new Suffix("ms", SECONDS, 1e-3),
    new Suffix("us", SECONDS, 1e-6),
    new Suffix("us", MICROSECONDS, 1),
    new Suffix("bit/s", BITS_PER_SECOND, 1),
    new Suffix("kbit/s", BITS_PER_SECOND, 1e3),
    new Suffix("mbit/s", BITS_PER_SECOND, 1e6),
    new Suffix("gbit/s", BITS_PER_SECOND, 1e9),
    new Suffix("b", BYTES, 1),
    new Suffix("kib", BYTES, 1 << 10),
    new Suffix("mib", BYTES, 1 << 20),
    new Suffix("gib", BYTES, 1 << 30),
    new Suffix("mb", BYTES, 1e6),
    new Suffix("gb", BYTES, 1e9),
    new Suffix("/s", PER_SECOND, 1),
  };

  private final String suffix;
  private final double factor;

  Unit(String suffix, double factor) {
    this.suffix = suffix;
    this.factor = factor;
  }

  /** What one of the suffix is in this unit, or nothing if the suffix is another unit's. */
  Optional<Double> factor(String written) {
    if (written.isEmpty()) {
      return Optional.of(1.0);
    }
    String wanted = written.toLowerCase(Locale.ROOT).replace('µ', 'u');
    return Arrays.stream(SUFFIXES)
        .filter(known -> known.unit == this && known.text.equals(wanted))
        .map(Suffix::factor)
        .findFirst();
  }

  /** Suffixes that limits may have, for people. */
  String suffixes() {
    String all =
        String.join(
            ", ",
            Arrays.stream(SUFFIXES).filter(known -> known.unit == this).map(Suffix::text).toList());
    return all.isEmpty() ? "no unit" : all;
  }

  /** A value as people read it. */
  String format(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    return switch (this) {
      case COUNT -> number(value, 0);
      case CORES -> number(value, 2);
      case SHARE -> value == 0 ? "0 %" : number(value / factor, value < 1e-4 ? 4 : 2) + " %";
      case SECONDS -> seconds(value);
      case MICROSECONDS -> number(value, 2) + " µs";
      case BITS_PER_SECOND -> scaled(value, 1000, "bit/s", "kbit/s", "Mbit/s", "Gbit/s");
      case BYTES -> scaled(value, 1024, "B", "KiB", "MiB", "GiB");
      case PER_SECOND -> number(value, value < 10 ? 1 : 0) + " " + suffix;
    };
  }

  private static String seconds(double value) {
    if (value >= 1) {
      return number(value, 2) + " s";
    }
    return value >= 1e-3 || value == 0
        ? number(value * 1e3, value < 0.1 ? 2 : 0) + " ms"
        : number(value * 1e6, 0) + " µs";
  }

  private static String scaled(double value, int base, String... names) {
    int i = 0;
    double rest = value;
    while (rest >= base && i < names.length - 1) {
      rest /= base;
      i++;
    }
    return number(rest, i == 0 || rest >= 100 ? 0 : rest >= 10 ? 1 : 2) + " " + names[i];
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
