package io.weir.signaling.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a viewer's page displayed and when, see {@code e2e/picture-log.js}; on the test's thread.
 */
final class PictureLog {
  private static final long PAUSE_MS = 200;

  private final BrowserPage page;

  /** The log of a page that was opened with {@link PageScripts#pictureLog}. */
  PictureLog(BrowserPage page) {
    this.page = page;
  }

  /**
   * A frame on the screen.
   *
   * @param atMs when, as {@link System#currentTimeMillis} tells
   */
  record Frame(long atMs, int height) {}

  private record Sample(long atMs, long bytes) {}

  /** The frames displayed since a time. */
  List<Frame> frames(long sinceMs) {
    List<Frame> frames = new ArrayList<>();
    for (JsonNode each : page.evaluate("weirPictures.frames(%d)".formatted(sinceMs))) {
      frames.add(new Frame(each.path(0).asLong(), each.path(1).asInt()));
    }
    return frames;
  }

  /** Height of the last frame since a time; zero when there was none. */
  int lastHeight(long sinceMs) {
    List<Frame> frames = frames(sinceMs);
    return frames.isEmpty() ? 0 : frames.getLast().height();
  }

  /** When the first frame since a time was displayed whose height is within limits. */
  OptionalLong firstAtMs(long sinceMs, int minHeight, int maxHeight) {
    return frames(sinceMs).stream()
        .filter(frame -> frame.height() >= minHeight && frame.height() <= maxHeight)
        .mapToLong(Frame::atMs)
        .findFirst();
  }

  /**
   * Waits for a frame since a time that is at least so high.
   *
   * @return how long after that time it was displayed; the limit, if it was not by then
   */
  long awaitHeightMs(long sinceMs, int minHeight, long limitMs) {
    long askedMs = sinceMs;
    OptionalLong first = OptionalLong.empty();
    while (first.isEmpty() && askedMs < sinceMs + limitMs) {
      askedMs = BadNetworkCall.pass(System.currentTimeMillis(), PAUSE_MS);
      first = firstAtMs(sinceMs, minHeight, Integer.MAX_VALUE);
    }
    return Math.min(first.orElse(Long.MAX_VALUE) - sinceMs, limitMs);
  }

  /** The times between two moments in which nothing new was displayed, one more than frames. */
  List<Long> gapsMs(long fromMs, long toMs) {
    List<Long> gaps = new ArrayList<>();
    long last = fromMs;
    for (Frame frame : frames(fromMs)) {
      if (frame.atMs() < toMs) {
        gaps.add(frame.atMs() - last);
        last = frame.atMs();
      }
    }
    gaps.add(toMs - last);
    return gaps;
  }

  /** The longest of those. */
  long longestGapMs(long fromMs, long toMs) {
    return Collections.max(gapsMs(fromMs, toMs));
  }

  /** Frames displayed per second between two moments. */
  double framesPerSecond(long fromMs, long toMs) {
    long shown = frames(fromMs).stream().filter(frame -> frame.atMs() < toMs).count();
    return shown * 1_000.0 / Math.max(1, toMs - fromMs);
  }

  /** Bit/s of video received between two moments, to half a second. */
  double bitsPerSecond(long fromMs, long toMs) {
    List<Sample> samples = new ArrayList<>();
    for (JsonNode each : page.evaluate("weirPictures.samples(%d)".formatted(fromMs))) {
      if (each.path(0).asLong() <= toMs) {
        samples.add(new Sample(each.path(0).asLong(), each.path(1).asLong()));
      }
    }
    if (samples.size() < 2) {
      return 0;
    }
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    return (last.bytes() - first.bytes()) * 8_000.0 / (last.atMs() - first.atMs());
  }

  /** Asks for no picture in its slot. */
  void lookAway() {
    page.evaluate("weirCall.lookAway()");
  }

  /** Asks for a person's picture again; how long it took until a frame was displayed. */
  long lookBackMs(String name) {
    return page.evaluate("weirCall.lookBack('%s')".formatted(name)).asLong();
  }

  /** How many connections the page has made; one, unless it had to join again. */
  int connections() {
    return page.evaluate("weirTest.peers.length").asInt();
  }

  /** One line for people about what was displayed between two moments. */
  String summary(long fromMs, long toMs) {
    List<Frame> frames = frames(fromMs).stream().filter(frame -> frame.atMs() <= toMs).toList();
    Optional<Frame> last = frames.isEmpty() ? Optional.empty() : Optional.of(frames.getLast());
    return String.format(
        Locale.ROOT,
        "%.1f frames/s, longest gap %d ms, %.0f kbit/s, last height %d",
        frames.size() * 1_000.0 / Math.max(1, toMs - fromMs),
        longestGapMs(fromMs, toMs),
        bitsPerSecond(fromMs, toMs) / 1_000,
        last.map(Frame::height).orElse(0));
  }
}
