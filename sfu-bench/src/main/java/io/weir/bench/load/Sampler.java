package io.weir.bench.load;

import io.weir.bench.load.measure.MediaTotals;
import io.weir.bench.load.measure.PlaneSnapshot;
import io.weir.bench.load.report.Distribution;
import io.weir.bench.load.report.Figure;
import io.weir.bench.load.report.Interval;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Looks at tester and server every second. The director's thread only. */
final class Sampler {

  /** Pages' shares are counted by walking all of them: not every second. */
  private static final int SECONDS_BETWEEN_PSS = 5;

  private final Supplier<PlaneSnapshot> plane;
  private final ServerWatch server;
  private final List<Interval> intervals = new ArrayList<>();
  private Sample last;
  private final Sample first;
  private int measuredSeconds;
  private int stageBegins;
  private long greatestPss;

  /**
   * Tester and server at one moment.
   *
   * @param plane the tester's media plane
   * @param server what is known of it
   */
  record Sample(PlaneSnapshot plane, ServerWatch.Reading server) {}

  Sampler(Supplier<PlaneSnapshot> plane, ServerWatch server) {
    this.plane = plane;
    this.server = server;
    this.first = take();
    this.last = first;
  }

  /** Looks now, without making an interval of it; may wait for the server's metrics. */
  Sample take() {
    return new Sample(plane.get(), server.now());
  }

  /** Ends a second and begins the next. */
  Interval tick(long epochSecond, boolean measured, long joined) {
    Sample now = new Sample(plane.get(), server.lately());
    Map<Figure, Long> figures = media(last.plane(), now.plane());
    figures.put(Figure.CLIENTS_JOINED, joined);
    server(last, now, figures);
    if (measured && measuredSeconds++ % SECONDS_BETWEEN_PSS == 0) {
      greatestPss = Math.max(greatestPss, server.pssBytes());
    }
    Interval interval =
        new Interval(
            epochSecond,
            measured,
            figures,
            Distribution.of(difference(bothDelays(last.plane()), bothDelays(now.plane()))));
    intervals.add(interval);
    last = now;
    return interval;
  }

  /** How it was before anybody joined. */
  Sample first() {
    return first;
  }

  /** Lets {@link #measured} and {@link #greatestPss} tell of what comes from now on. */
  void beginStage() {
    stageBegins = intervals.size();
    greatestPss = 0;
    measuredSeconds = 0;
  }

  /** How it was at the end of the last second. */
  Sample last() {
    return last;
  }

  List<Interval> intervals() {
    return List.copyOf(intervals);
  }

  /**
   * Greatest resident memory of the server by share in the measured time; 0 when it is not known.
   */
  long greatestPss() {
    return greatestPss;
  }

  /** The seconds of the stage's measured time. */
  List<Interval> measured() {
    return intervals.stream().skip(stageBegins).filter(Interval::measured).toList();
  }

  /** What of the server could not be read, a sentence each. */
  List<String> complaints() {
    return server.complaints();
  }

  /** What encrypts at the server; empty when that is not known. */
  String serverSrtpEngine() {
    return server.srtpEngine();
  }

  boolean isServerGone() {
    return server.isGone();
  }

  /** What the media plane counted from one moment to another. */
  static Map<Figure, Long> media(PlaneSnapshot from, PlaneSnapshot to) {
    MediaTotals a = from.totals();
    MediaTotals b = to.totals();
    Map<Figure, Long> figures = new EnumMap<>(Figure.class);
    figures.put(Figure.MEASURED_US, micros(to.atNs() - from.atNs()));
    figures.put(Figure.SENT_PACKETS, b.rtpSent() - a.rtpSent());
    figures.put(Figure.SENT_BYTES, b.bytesSent() - a.bytesSent());
    figures.put(Figure.SENT_RTX, b.retransmissionsSent() - a.retransmissionsSent());
    figures.put(Figure.RECEIVED_PACKETS, b.rtpReceived() - a.rtpReceived());
    figures.put(Figure.RECEIVED_BYTES, b.bytesReceived() - a.bytesReceived());
    figures.put(Figure.EXPECTED, b.truth().expected() - a.truth().expected());
    figures.put(Figure.LOST, b.truth().lost() - a.truth().lost());
    figures.put(Figure.REPAIRED, b.truth().repaired() - a.truth().repaired());
    figures.put(Figure.SKIPPED, b.truth().skipped() - a.truth().skipped());
    figures.put(Figure.DUPLICATES, b.truth().duplicates() - a.truth().duplicates());
    figures.put(Figure.REORDERED, b.truth().reordered() - a.truth().reordered());
    figures.put(Figure.REFUSED, b.refused() - a.refused());
    figures.put(Figure.FRAMES, b.frames().decoded() - a.frames().decoded());
    figures.put(Figure.KEY_FRAMES, b.frames().keyFrames() - a.frames().keyFrames());
    figures.put(Figure.FRAMES_UNDECODABLE, b.frames().undecodable() - a.frames().undecodable());
    figures.put(Figure.FREEZES, b.frames().freezes() - a.frames().freezes());
    figures.put(Figure.FROZEN_US, micros(b.frames().frozenNs() - a.frames().frozenNs()));
    figures.put(Figure.LONGEST_GAP_US, micros(b.frames().longestGapNs()));
    figures.put(Figure.NACKS_SENT, b.nacksSent() - a.nacksSent());
    figures.put(Figure.NACKS_RECEIVED, b.nacksReceived() - a.nacksReceived());
    figures.put(Figure.PLIS_SENT, b.keyFrameRequestsSent() - a.keyFrameRequestsSent());
    figures.put(Figure.PLIS_RECEIVED, b.keyFrameRequestsReceived() - a.keyFrameRequestsReceived());
    figures.put(
        Figure.TESTER_CPU_US, micros(to.load().processCpuNs() - from.load().processCpuNs()));
    return figures;
  }

  /** What the server used from one moment to another, as far as it is known. */
  static void server(Sample from, Sample to, Map<Figure, Long> figures) {
    ServerWatch.Reading a = from.server();
    ServerWatch.Reading b = to.server();
    if (a.cpuUs() >= 0 && b.cpuUs() >= 0) {
      figures.put(Figure.SERVER_CPU_US, b.cpuUs() - a.cpuUs());
    }
    if (a.dropped() >= 0 && b.dropped() >= 0) {
      figures.put(Figure.SERVER_DROPPED, b.dropped() - a.dropped());
    }
    if (b.rssBytes() >= 0) {
      figures.put(Figure.SERVER_RSS, b.rssBytes());
    }
    if (b.threads() >= 0) {
      figures.put(Figure.SERVER_THREADS, b.threads());
    }
  }

  static Histogram bothDelays(PlaneSnapshot snapshot) {
    Histogram both = new Histogram(Distribution.DIGITS);
    both.add(snapshot.videoDelay());
    both.add(snapshot.audioDelay());
    return both;
  }

  /** What a growing histogram gained. */
  static Histogram difference(Histogram from, Histogram to) {
    Histogram gained = new Histogram(Distribution.DIGITS);
    gained.add(to);
    Histogram before = new Histogram(Distribution.DIGITS);
    before.add(from);
    gained.subtract(before);
    return gained;
  }

  private static long micros(long ns) {
    return TimeUnit.NANOSECONDS.toMicros(ns);
  }
}
