package io.weir.core.testkit;

import java.util.SplittableRandom;

/**
 * Which datagrams a link loses on the way: Gilbert and Elliott's model, a good and a bad state with
 * a loss of their own, and before each datagram a chance to go over from one to the other.
 *
 * @param whenGood share lost in the good state, 0 to 1
 * @param whenBad share lost in the bad state, 0 to 1
 * @param turnsBad chance of the good state's end before a datagram, 0 to 1
 * @param turnsGood chance of the bad state's end before a datagram, 0 to 1
 */
public record LinkLoss(double whenGood, double whenBad, double turnsBad, double turnsGood) {
  /** Nothing is lost. */
  public static final LinkLoss NONE = random(0);

  /** What no link does. */
  public LinkLoss {
    requireShare(whenGood);
    requireShare(whenBad);
    requireShare(turnsBad);
    requireShare(turnsGood);
  }

  /** Each datagram has the same chance to be lost, whatever happened to others. */
  public static LinkLoss random(double share) {
    return new LinkLoss(share, share, 0, 1);
  }

  /**
   * Datagrams are lost several in a row, none in between.
   *
   * @param share share lost in the long run, below 1
   * @param length how many in a row on average, at least 1
   */
  public static LinkLoss bursts(double share, double length) {
    if (!(length >= 1) || !(share < 1)) {
      throw new IllegalArgumentException("no bursts of " + length + " lose " + share);
    }
    double turnsGood = 1 / length;
    return new LinkLoss(0, 1, Math.min(1, turnsGood * share / (1 - share)), turnsGood);
  }

  /** The share lost in the long run. */
  public double share() {
    double bad = turnsBad == 0 ? 0 : turnsBad / (turnsBad + turnsGood);
    return whenGood * (1 - bad) + whenBad * bad;
  }

  private static void requireShare(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("not a share: " + share);
    }
  }

  /** Where one link stands between good and bad. One thread. */
  static final class State {
    private boolean bad;

    /** Whether the next datagram is lost. */
    boolean loses(LinkLoss loss, SplittableRandom random) {
      if (loss.turnsBad == 0) {
        bad = false;
      } else {
        bad = random.nextDouble() < (bad ? 1 - loss.turnsGood : loss.turnsBad);
      }
      double share = bad ? loss.whenBad : loss.whenGood;
      return share > 0 && random.nextDouble() < share;
    }
  }
}
