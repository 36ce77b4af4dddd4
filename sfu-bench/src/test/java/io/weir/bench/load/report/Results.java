package io.weir.bench.load.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Results made up from a seed. */
public final class Results {

  private static final long SECOND = 1_790_000_000L;

  private Results() {}

  /** A result with every kind of content. */
  public static LoadResult of(long seed) {
    LoadResult result = withoutStages(seed);
    Random random = new Random(seed);
    List<Stage> stages = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      List<String> met = random.nextInt(3) == 0 ? List.of("loss>0.1%") : List.of();
      stages.add(new Stage(withoutStages(seed + i).with(List.of(), List.of()), met));
    }
    return result.with(result.intervals(), stages);
  }

  private static LoadResult withoutStages(long seed) {
    Random random = new Random(seed);
    Map<Figure, Long> figures = new EnumMap<>(Figure.class);
    for (Figure figure : Figure.values()) {
      figures.put(figure, (long) random.nextInt(1_000_000));
    }
    figures.put(Figure.MEASURED_US, 10_000_000L);
    Map<Timing, Distribution> timings = new EnumMap<>(Timing.class);
    for (Timing timing : Timing.values()) {
      timings.put(timing, times(random, 200));
    }
    List<Interval> intervals = new ArrayList<>();
    long first = SECOND + random.nextInt(5);
    for (int i = 0; i < 12; i++) {
      Map<Figure, Long> second = new EnumMap<>(Figure.class);
      second.put(Figure.MEASURED_US, 1_000_000L);
      second.put(Figure.CLIENTS_JOINED, (long) Math.min(50, i * 10));
      second.put(Figure.RECEIVED_BYTES, 5_000_000L + random.nextInt(1_000_000));
      second.put(Figure.SENT_BYTES, 100_000L + random.nextInt(10_000));
      second.put(Figure.LOST, (long) random.nextInt(3));
      second.put(Figure.SERVER_CPU_US, (long) random.nextInt(500_000));
      second.put(Figure.SERVER_RSS, 200_000_000L + i * 1_000_000L);
      second.put(Figure.TESTER_CPU_US, (long) random.nextInt(500_000));
      intervals.add(new Interval(first + i, i > 4, second, times(random, 100)));
    }
    return new LoadResult(
        "test " + seed,
        "Weir at http://127.0.0.1:8080",
        "a tester",
        Instant.ofEpochSecond(SECOND).plusMillis(random.nextInt(1000)),
        Map.of("viewers", "50", "room", "a<b&\"c\""),
        figures,
        timings,
        List.of(
            new Failure("signaling", "503 full <of & people>", 1 + random.nextInt(5)),
            new Failure("media", "cause " + random.nextInt(3), 1)),
        intervals,
        new Verdict(
            random.nextBoolean() ? List.of("The tester was the bottleneck: <so>.") : List.of(),
            List.of("A note.")),
        new Srtp(
            Map.of("AEAD_AES_128_GCM", 40L, "AES_CM_128_HMAC_SHA1_80", 1L + random.nextInt(9)),
            "ipsec-mb",
            random.nextBoolean() ? "<jitsi>" : ""),
        List.of());
  }

  private static Distribution times(Random random, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = (long) Math.exp(random.nextGaussian() + 7);
    }
    return Distribution.of(values);
  }
}
