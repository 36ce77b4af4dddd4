package io.weir.core.testkit.netsim;

import io.weir.core.testkit.ConditionsText;
import io.weir.core.testkit.GreedyFlow;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.netsim.TunLink.Direction;
import java.util.List;
import java.util.Locale;

/**
 * A line that changes a link, such as {@code down rate=400k}. Any thread.
 *
 * @param directions which ones it changes
 * @param text what changes
 */
record Change(List<Direction> directions, String text) {
  private static final String DOWNLOAD = "download=";
  private static final long DOWNLOAD_ROUND_TRIP_NS = 50_000_000;

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is none; the message is for people
   */
  static Change parse(String line) {
    String[] words = line.strip().split("\\s+", 2);
    List<Direction> directions =
        switch (words[0].toLowerCase(Locale.ROOT)) {
          case "up" -> List.of(Direction.UP);
          case "down" -> List.of(Direction.DOWN);
          case "both" -> List.of(Direction.UP, Direction.DOWN);
          default ->
              throw new IllegalArgumentException(
                  "\"" + line.strip() + "\" should begin with up, down or both.");
        };
    if (words.length < 2) {
      throw new IllegalArgumentException(
          "What should change? For example: " + words[0] + " rate=400k");
    }
    Change change = new Change(directions, words[1]);
    if (change.isDownload()) {
      change.downloadNs();
    } else {
      ConditionsText.change(Conditions.GOOD, words[1]); // Says now what is wrong with it.
    }
    return change;
  }

  /** Carries it out. */
  void apply(TunLink link) {
    for (Direction direction : directions) {
      if (isDownload()) {
        long nowNs = System.nanoTime();
        link.compete(
            direction, new GreedyFlow(DOWNLOAD_ROUND_TRIP_NS, nowNs, nowNs + downloadNs()));
      } else {
        link.change(direction, before -> ConditionsText.change(before, text));
      }
    }
  }

  private boolean isDownload() {
    return text.startsWith(DOWNLOAD);
  }

  private long downloadNs() {
    return ConditionsText.nanos(text.substring(DOWNLOAD.length()));
  }
}
