package io.weir.signaling.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.weir.core.control.LatencyStatistics;
import java.util.function.Supplier;

/**
 * A histogram of the core as Prometheus's: Micrometer has none that is filled elsewhere. Any
 * thread.
 */
final class LatencyCollector implements Collector {

  private static final double NS_PER_SECOND = 1e9;

  private final String name;
  private final String help;
  private final Supplier<LatencyStatistics> source;

  /** A histogram of this name, filled from what the source tells. */
  LatencyCollector(String name, String help, Supplier<LatencyStatistics> source) {
    this.name = name;
    this.help = help;
    this.source = source;
  }

  @Override
  public String getPrometheusName() {
    return name;
  }

  @Override
  public MetricSnapshot collect() {
    LatencyStatistics latency = source.get();
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < latency.counts().size(); i++) {
      double bound =
          i < latency.upperBoundsNs().size()
              ? latency.upperBoundsNs().get(i) / NS_PER_SECOND
              : Double.POSITIVE_INFINITY;
      buckets.bucket(bound, latency.counts().get(i));
    }
    return HistogramSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(
            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(latency.sumNs() / NS_PER_SECOND)
                .build())
        .build();
  }
}
