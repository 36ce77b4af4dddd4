package io.weir.bench.load.report;

import java.util.EnumMap;
import java.util.Map;

/**
 * One second of a test: what happened in it.
 *
 * @param epochSecond which, so that testers' seconds find each other
 * @param measured whether it belongs to the measured time
 * @param figures counted in this second; {@code clients.joined} and memory as they stood
 * @param delay of the packets that came in it
 */
public record Interval(
    long epochSecond, boolean measured, Map<Figure, Long> figures, Distribution delay) {

  public Interval {
    figures = Map.copyOf(figures);
  }

  /** 0 when it was not counted. */
  public long of(Figure figure) {
    return figures.getOrDefault(figure, 0L);
  }

  Interval plus(Interval other) {
    Map<Figure, Long> sum = new EnumMap<>(Figure.class);
    sum.putAll(figures);
    other.figures.forEach((figure, value) -> sum.merge(figure, value, figure::merge));
    return new Interval(epochSecond, measured || other.measured, sum, delay.plus(other.delay));
  }
}
