package io.weir.core.testkit;

import java.util.ArrayDeque;

/**
 * A competing flow that takes what it can get, as a download over TCP does: a window that doubles
 * each round trip until the first loss, then grows by one datagram each round trip and is halved
 * when something is lost (slow start and congestion avoidance, RFC 5681 §3.1; a loss counts once
 * per round trip). It fills whatever queue there is. One thread.
 */
public final class GreedyFlow implements CompetingFlow {
  private static final double FIRST_WINDOW = 10; // RFC 6928 §2
  private static final double SMALLEST_WINDOW = 2;
  private static final double LARGEST_WINDOW = 10_000;

  private final long roundTripNs;
  private final long endNs;
  private final ArrayDeque<News> news = new ArrayDeque<>();
  private boolean started;
  private long startNs;
  private long cutNs;
  private double window = FIRST_WINDOW;
  private double threshold = LARGEST_WINDOW;
  private int underWay;

  private record News(long dueNs, boolean lost) {}

  /**
   * A download from one moment to another.
   *
   * @param roundTripNs what a round trip takes while no queue stands
   */
  public GreedyFlow(long roundTripNs, long startNs, long endNs) {
    this.roundTripNs = roundTripNs;
    this.startNs = startNs;
    this.endNs = endNs;
  }

  @Override
  public long nextDeadlineNs() {
    if (!started) {
      return startNs;
    }
    News next = news.peek();
    return next == null ? Long.MAX_VALUE : next.dueNs();
  }

  @Override
  public int handleTimeout(long nowNs) {
    if (!started) {
      if (startNs - nowNs > 0) {
        return 0;
      }
      started = true;
      cutNs = nowNs - roundTripNs;
    }
    News next = news.peek();
    while (next != null && next.dueNs() - nowNs <= 0) {
      news.remove();
      underWay--;
      learn(next.lost(), nowNs);
      next = news.peek();
    }
    if (endNs - nowNs <= 0) {
      return 0;
    }
    int more = Math.max(0, (int) window - underWay);
    underWay += more;
    return more;
  }

  @Override
  public void handleDelivered(long nowNs) {
    news.add(new News(nowNs + roundTripNs, false));
  }

  @Override
  public void handleLost(long nowNs) {
    news.add(new News(nowNs + roundTripNs, true));
  }

  private void learn(boolean lost, long nowNs) {
    if (!lost) {
      window = Math.min(LARGEST_WINDOW, window + (window < threshold ? 1 : 1 / window));
    } else if (nowNs - cutNs >= roundTripNs) {
      cutNs = nowNs;
      window = Math.max(SMALLEST_WINDOW, window / 2);
      threshold = window;
    }
  }
}
