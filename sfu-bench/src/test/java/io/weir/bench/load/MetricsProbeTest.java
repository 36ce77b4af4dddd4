package io.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsProbeTest {

  @Test
  void cpuMemoryThreadsAndDropsAreFoundOnAPage() {
    String page =
        """
        # HELP process_cpu_seconds_total Processor time
        # TYPE process_cpu_seconds_total counter
        process_cpu_seconds_total 12.34
        process_resident_memory_bytes 2.5E8
        jvm_threads_live_threads 42.0
        weir_packets_dropped_total{reason="a b"} 3.0
        weir_packets_dropped_total{reason="c"} 4.0
        weir_srtp_engine_info{engine="ipsec-mb"} 1.0
        something_else{le="+Inf"} NaN
        """;
    assertThat(MetricsProbe.Page.parse(page))
        .isEqualTo(new MetricsProbe.Page(12_340_000, 250_000_000, 42, 7, "ipsec-mb"));
  }

  @Test
  void whatIsNotThereIsNotKnown() {
    assertThat(MetricsProbe.Page.parse("<html>hello world</html>\n\n x"))
        .isEqualTo(MetricsProbe.Page.NONE);
  }
}
