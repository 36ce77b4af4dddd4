package io.weir.core.testkit;

import io.weir.core.testkit.NetworkSimulator.Conditions;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A link's conditions as people write them, such as {@code rate=400k,delay=50ms,loss=5%}. What is
 * not named stays as it was. Any thread.
 */
public final class ConditionsText {
  /** What can be written, a line each. */
  public static final String HELP =
      """
      rate=400k           bits per second: 400k, 2.5M; none for no limit
      queue=300ms         what may wait for that rate, in time or bytes (64kB), drop-tail; none for no limit
      delay=50ms          time that every packet takes
      jitter=10ms         up to this is added at random, in order
      overtake=10ms       the same where packets may overtake each other
      late=1%/20ms        this share comes later by that time
      clumps=30ms         what came arrives together, half of this time to all of it apart
      loss=5%             share that is lost; loss=100% is an outage
      burst=4             lost packets come so many in a row on average (Gilbert and Elliott's model)
      duplicate=1%        share that arrives twice
      good                nothing of all that\
      """;

  private static final Pattern NUMBER = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([a-zA-Z%]*)");
  private static final long DEFAULT_QUEUE_NS = 200_000_000;

  private ConditionsText() {}

  /**
   * Conditions changed as a text says.
   *
   * @throws IllegalArgumentException if it says what it may not; the message is for people
   */
  public static Conditions change(Conditions before, String text) {
    Conditions now = before;
    for (String part : text.strip().split("[,\\s]+", -1)) {
      now = changeOne(now, part);
    }
    return now;
  }

  private static Conditions changeOne(Conditions now, String part) {
    int equals = part.indexOf('=');
    String key = (equals < 0 ? part : part.substring(0, equals)).toLowerCase(Locale.ROOT);
    String value = equals < 0 ? "" : part.substring(equals + 1);
    LinkDelay delay = now.delay();
    return switch (key) {
      case "good" -> Conditions.GOOD;
      case "rate" -> now.withRate(rate(now.rate(), value));
      case "queue" -> now.withRate(queue(now.rate(), value));
      case "delay" ->
          now.withDelay(
              new LinkDelay(
                  nanos(value),
                  delay.jitterNs(),
                  delay.overtaking(),
                  delay.heldBack(),
                  delay.heldBackNs(),
                  delay.clumpNs()));
      case "jitter" -> now.withDelay(delay.withJitter(nanos(value)));
      case "overtake" -> now.withDelay(delay.withOvertakingJitter(nanos(value)));
      case "clumps" -> now.withDelay(delay.withClumps(nanos(value)));
      case "late" -> now.withDelay(late(delay, value));
      case "loss" -> now.withLoss(loss(now.loss(), share(value)));
      case "burst" -> now.withLoss(bursts(now.loss(), number(value, "")));
      case "duplicate" -> now.withDuplication(share(value));
      default ->
          throw new IllegalArgumentException("There is no \"" + key + "\". It takes:\n" + HELP);
    };
  }

  private static LinkRate rate(LinkRate before, String value) {
    if (value.equals("none")) {
      return new LinkRate(LinkRate.NO_LIMIT, before.queueBytes(), before.queueNs());
    }
    double bits = number(value, "|k|M|G") * factor(value);
    boolean queueKnown =
        before.queueBytes() != LinkRate.NO_LIMIT || before.queueNs() != LinkRate.NO_LIMIT;
    return new LinkRate(
        Math.max(1, Math.round(bits)),
        before.queueBytes(),
        queueKnown ? before.queueNs() : DEFAULT_QUEUE_NS);
  }

  private static LinkRate queue(LinkRate before, String value) {
    if (value.equals("none")) {
      return new LinkRate(before.bitsPerSecond(), LinkRate.NO_LIMIT, LinkRate.NO_LIMIT);
    }
    if (value.endsWith("B")) {
      long bytes = Math.round(number(value, "B|kB|MB") * factor(value));
      return new LinkRate(before.bitsPerSecond(), bytes, LinkRate.NO_LIMIT);
    }
    return new LinkRate(before.bitsPerSecond(), LinkRate.NO_LIMIT, nanos(value));
  }

  private static LinkDelay late(LinkDelay before, String value) {
    int slash = value.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "\"" + value + "\" should be a share and a time, such as 1%/20ms.");
    }
    return before.withHeldBack(share(value.substring(0, slash)), nanos(value.substring(slash + 1)));
  }

  /** Bursts stay bursts when the share changes, unless everything is lost. */
  private static LinkLoss loss(LinkLoss before, double share) {
    boolean bursts = before.turnsGood() < 1 && share < 1;
    return bursts ? LinkLoss.bursts(share, 1 / before.turnsGood()) : LinkLoss.random(share);
  }

  private static LinkLoss bursts(LinkLoss before, double length) {
    return LinkLoss.bursts(before.share(), length);
  }

  private static double share(String value) {
    return number(value, "%") / 100;
  }

  /** A time with its unit, such as 20ms, in nanoseconds. */
  public static long nanos(String value) {
    double number = number(value, "us|ms|s");
    double unit = value.endsWith("us") ? 1e3 : value.endsWith("ms") ? 1e6 : 1e9;
    return Math.round(number * unit);
  }

  private static double factor(String value) {
    String unit = value.replaceAll("[0-9.B]", "");
    return switch (unit) {
      case "k" -> 1e3;
      case "M" -> 1e6;
      case "G" -> 1e9;
      default -> 1;
    };
  }

  private static double number(String value, String units) {
    Matcher matcher = NUMBER.matcher(value);
    if (!matcher.matches() || !("|" + units + "|").contains("|" + matcher.group(2) + "|")) {
      String wanted =
          units.isEmpty() ? "" : " with one of the units " + units.replace("|", " ").strip();
      throw new IllegalArgumentException("\"" + value + "\" should be a number" + wanted + ".");
    }
    return Double.parseDouble(matcher.group(1));
  }
}
