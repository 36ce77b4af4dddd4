package io.weir.signaling.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.weir.core.control.LatencyStatistics;
import io.weir.signaling.session.MediaStatistics;

/**
 * The core's histogram of forward latency as Prometheus's: Micrometer has no histogram that is
 * filled elsewhere. Any thread.
 */
final class ForwardLatencyCollector implements Collector {

  static final String NAME = "weir_forward_latency_seconds";

  private static final double NS_PER_SECOND = 1e9;

  private final MediaStatistics media;

  ForwardLatencyCollector(MediaStatistics media) {
    this.media = media;
  }

  @Override
  public String getPrometheusName() {
    return NAME;
  }

  @Override
  public MetricSnapshot collect() {
    LatencyStatistics latency = media.forwardLatency();
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    for (int i = 0; i < latency.counts().size(); i++) {
      double bound =
          i < latency.upperBoundsNs().size()
              ? latency.upperBoundsNs().get(i) / NS_PER_SECOND
              : Double.POSITIVE_INFINITY;
      buckets.bucket(bound, latency.counts().get(i));
    }
    return HistogramSnapshot.builder()
        .name(NAME)
        .help("Time from a packet's arrival until it was handed to the kernel for a subscriber.")
        .dataPoint(
            HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(latency.sumNs() / NS_PER_SECOND)
                .build())
        .build();
  }
}
