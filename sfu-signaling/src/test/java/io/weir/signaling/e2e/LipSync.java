package io.weir.signaling.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How long after its beep each flash was seen, in milliseconds, less how long after it was made; on
 * the test's thread.
 *
 * @param offsetsMs of the flashes in order, negative where the picture came first
 */
record LipSync(List<Double> offsetsMs) {
  /** What lies further apart is not one event; the gaps between events are longer. */
  private static final double ONE_EVENT_MS = 250;

  /**
   * Compares what a viewer noticed with what a publisher made.
   *
   * @param made what {@code weirLips.made()} told
   * @param noticed what {@code weirLips.noticed()} told
   */
  static LipSync of(JsonNode made, JsonNode noticed) {
    List<Double> madeFlashes = times(made, "flashes");
    List<Double> madeBeeps = times(made, "beeps");
    List<Double> beeps = times(noticed, "beeps");
    List<Double> offsets = new ArrayList<>();
    for (double flash : times(noticed, "flashes")) {
      nearest(beeps, flash)
          .ifPresent(beep ->
              lastBefore(madeBeeps, Math.min(flash, beep))
                  .flatMap(origin -> nearest(madeFlashes, origin).map(at -> at - origin))
                  .ifPresent(ahead -> offsets.add(flash - beep - ahead)));
    }
    return new LipSync(offsets);
  }

  /** How many flashes had a beep. */
  int events() {
    return offsetsMs.size();
  }

  /** The size of the offset that 95 % of the flashes stay within. */
  double p95() {
    List<Double> sizes = offsetsMs.stream().map(Math::abs).sorted().toList();
    return sizes.get((int) Math.ceil(sizes.size() * 0.95) - 1);
  }

  private double median() {
    return offsetsMs.stream().sorted().toList().get(events() / 2);
  }

  @Override
  public String toString() {
    return events() == 0
        ? "no events"
        : String.format(
            Locale.ROOT, "%d events, median %.0f ms, p95 %.0f ms", events(), median(), p95());
  }

  private static List<Double> times(JsonNode page, String what) {
    double origin = page.path("origin").asDouble();
    List<Double> times = new ArrayList<>();
    page.path(what).forEach(time -> times.add(origin + time.asDouble()));
    return times;
  }

  private static Optional<Double> nearest(List<Double> times, double time) {
    return times.stream()
        .filter(each -> Math.abs(each - time) < ONE_EVENT_MS)
        .min(Comparator.comparingDouble(each -> Math.abs(each - time)));
  }

  private static Optional<Double> lastBefore(List<Double> times, double time) {
    return times.stream().filter(each -> each < time).max(Comparator.naturalOrder());
  }
}
