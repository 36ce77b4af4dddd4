package io.weir.bench;

import io.weir.bench.plot.BarChart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The picture of what a packet costs from socket to socket, which stands beside the ratios that it
 * shows.
 */
final class WholePathChart {
  private static final Map<String, String> SERIES = series();
  private static final List<Integer> SUBSCRIBERS = List.of(10, 50, 500, 3000);

  private WholePathChart() {}

  private static Map<String, String> series() {
    Map<String, String> series = new LinkedHashMap<>();
    series.put("forward", "one at a time");
    series.put("forwardTogetherSingly", "eight together");
    series.put("forwardTogether", "eight together, UDP GSO");
    return series;
  }

  /** The chart of some ratios; bars of those that are missing are left out. */
  static BarChart of(Ratios ratios) {
    List<BarChart.Group> groups = new ArrayList<>();
    for (int subscribers : SUBSCRIBERS) {
      groups.add(
          new BarChart.Group(
              "1 → " + subscribers,
              SERIES.keySet().stream()
                  .map(way -> ratios.get(key(way, subscribers)).orElse(Double.NaN))
                  .toList()));
    }
    return new BarChart(
        "CPU per packet and subscriber, in times of bare sendmmsg and cipher",
        List.copyOf(SERIES.values()),
        groups);
  }

  /** Where the picture is that belongs to a file of ratios. */
  static Path beside(Path ratios) {
    return ratios.resolveSibling(Path.of("docs", "images", "whole-path.svg"));
  }

  /** Draws it anew beside a file of ratios. */
  static void write(Ratios ratios, Path file) throws IOException {
    Path image = beside(file);
    Path folder = image.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(image, of(ratios).toSvg());
  }

  private static String key(String way, int subscribers) {
    return "io.WholePath." + way + " subscribers=" + subscribers;
  }
}
