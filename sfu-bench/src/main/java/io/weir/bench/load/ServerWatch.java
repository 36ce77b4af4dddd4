package io.weir.bench.load;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What can be known of the server: by its process on this machine, by its metrics page, by both or
 * not at all. The director's thread only.
 */
final class ServerWatch {

  private final Optional<ServerProbe> process;
  private final Optional<MetricsProbe> metrics;

  ServerWatch(OptionalLong pid, @Nullable URI metricsPage) {
    process = pid.isPresent() ? Optional.of(new ServerProbe(pid.getAsLong())) : Optional.empty();
    metrics = Optional.ofNullable(metricsPage).map(MetricsProbe::new);
  }

  /**
   * How the server stands; -1 for what is not known.
   *
   * @param cpuUs CPU time so far, in µs
   * @param rssBytes resident memory
   * @param threads number of threads
   * @param dropped packets that it says it dropped so far
   */
  record Reading(long cpuUs, long rssBytes, long threads, long dropped) {}

  /** As it is now; may wait for the metrics page. */
  Reading now() {
    return combine(metrics.map(MetricsProbe::now).orElse(MetricsProbe.Page.NONE));
  }

  /** Without waiting: what the metrics page said is about a second old. */
  Reading lately() {
    return combine(metrics.map(MetricsProbe::last).orElse(MetricsProbe.Page.NONE));
  }

  private Reading combine(MetricsProbe.Page page) {
    return process
        .flatMap(ServerProbe::read)
        .map(found -> new Reading(found.cpuUs(), found.rssBytes(), found.threads(), page.dropped()))
        .orElseGet(
            () -> new Reading(page.cpuUs(), page.rssBytes(), page.threads(), page.dropped()));
  }

  /** What encrypts there; empty when that is not known. */
  String srtpEngine() {
    return metrics.map(MetricsProbe::srtpEngine).orElse("");
  }

  /** Whether its process was to be watched, and is no more. */
  boolean isGone() {
    return process.isPresent() && process.flatMap(ServerProbe::read).isEmpty();
  }

  /** Resident memory by share; takes milliseconds. 0: not known. */
  long pssBytes() {
    return process.map(ServerProbe::pssBytes).orElse(0L);
  }

  /** What could not be read. */
  List<String> complaints() {
    return metrics.flatMap(MetricsProbe::complaint).stream().toList();
  }
}
