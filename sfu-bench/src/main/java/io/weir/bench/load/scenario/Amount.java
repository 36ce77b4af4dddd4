package io.weir.bench.load.scenario;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads amounts as people write them: {@code 30s}, {@code 1.5M}, {@code 2%}, {@code 100/s}. */
final class Amount {

  private static final Pattern NUMBER = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) *([a-zA-Z%/]*)");
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,4})[xX×]([1-9][0-9]{0,4})");
  private static final double PERCENT = 100;
  private static final double THOUSAND = 1_000;
  private static final double MILLION = 1_000_000;
  private static final double NS_PER_SECOND = 1_000_000_000;

  private Amount() {}

  /** A length of time, at most a day; a bare number is seconds. */
  static Duration duration(String text) throws SettingException {
    Matcher amount = match(text, "a time such as 30s, 500ms or 2m");
    double seconds =
        number(amount)
            * switch (amount.group(2)) {
              case "", "s" -> 1;
              case "ms" -> 1 / THOUSAND;
              case "m", "min" -> 60;
              case "h" -> 3600;
              default -> throw notA("a time such as 30s, 500ms or 2m", text);
            };
    if (seconds > 86_400) {
      throw new SettingException("is longer than a day");
    }
    return Duration.ofNanos(Math.round(seconds * NS_PER_SECOND));
  }

  /** Bits per second. */
  static long bitrate(String text, long min, long max) throws SettingException {
    String form = "a bit rate such as 32k or 1.5M";
    Matcher amount = match(text, form);
    double factor =
        switch (amount.group(2).toLowerCase(Locale.ROOT)) {
          case "" -> 1;
          case "k", "kbps", "kbit/s" -> THOUSAND;
          case "m", "mbps", "mbit/s" -> MILLION;
          default -> throw notA(form, text);
        };
    double bits = number(amount) * factor;
    if (bits < min || bits > max) {
      throw new SettingException("must be from %,d to %,d bit/s".formatted(min, max));
    }
    return Math.round(bits);
  }

  /** A share from 0 to 1. */
  static double share(String text) throws SettingException {
    String form = "a share such as 2% or 0.02";
    Matcher amount = match(text, form);
    double share =
        switch (amount.group(2)) {
          case "" -> number(amount);
          case "%" -> number(amount) / PERCENT;
          default -> throw notA(form, text);
        };
    if (share > 1) {
      throw new SettingException("is more than 100%");
    }
    return share;
  }

  /** How often per second. */
  static double perSecond(String text) throws SettingException {
    String form = "a rate such as 100/s or 30/m";
    Matcher amount = match(text, form);
    return number(amount)
        / switch (amount.group(2)) {
          case "", "/s" -> 1;
          case "/m", "/min" -> 60;
          default -> throw notA(form, text);
        };
  }

  static int count(String text, int min, int max) throws SettingException {
    int number;
    try {
      number = Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      throw notA("a whole number", text);
    }
    if (number < min || number > max) {
      throw new SettingException("must be from " + min + " to " + max);
    }
    return number;
  }

  /** Width and height. */
  static PictureSize size(String text) throws SettingException {
    Matcher size = SIZE.matcher(text.strip());
    if (!size.matches()) {
      throw notA("a picture size such as 1280x720", text);
    }
    return new PictureSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
  }

  private static Matcher match(String text, String form) throws SettingException {
    Matcher amount = NUMBER.matcher(text.strip());
    if (!amount.matches()) {
      throw notA(form, text);
    }
    return amount;
  }

  private static double number(Matcher amount) {
    return Double.parseDouble(amount.group(1));
  }

  private static SettingException notA(String form, String text) {
    return new SettingException("wants " + form + ", not \"" + text + "\"");
  }
}
