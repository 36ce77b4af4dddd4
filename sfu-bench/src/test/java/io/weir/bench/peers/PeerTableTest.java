package io.weir.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.load.report.Figure;
import io.weir.bench.load.report.LoadResult;
import io.weir.bench.load.report.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerTableTest {
  @Test
  void shouldCompareMediansWithWeir() {
    PeerTable table =
        new PeerTable(
            List.of(
                new PeerRun("Weir", "1 → 50", List.of(result(100), result(900), result(120)), 3),
                new PeerRun("Janus", "1 → 50", List.of(result(1200)), 3)));

    List<String> lines = table.markdown().lines().toList();

    assertThat(lines.get(2)).contains("| Weir | 1.20 µs | 1.0 × |").contains("3 of 3");
    assertThat(lines.get(3)).contains("| Janus | 12.00 µs | 10.0 × |").contains("1 of 3");
    assertThat(table.cpuPlot().groups().getFirst().values()).containsExactly(1.2, 12.0);
  }

  @Test
  void shouldLeaveOpenWhatNobodyMeasured() {
    PeerTable table = new PeerTable(List.of(new PeerRun("Janus", "1 → 10", List.of(), 3)));
    assertThat(table.markdown().lines().toList().get(2)).contains("| Janus | – µs |");
  }

  @Test
  void shouldTellOneRunInALine() {
    assertThat(PeerTable.summary(result(250))).startsWith("cpuPerPacket 2.50 µs, packets.received");
  }

  /** A server that spent so many µs on 100 packets. */
  private static LoadResult result(long cpuMicroseconds) {
    return new LoadResult(
        "",
        "",
        "",
        Instant.EPOCH,
        Map.of(),
        Map.of(Figure.SERVER_CPU_US, cpuMicroseconds, Figure.RECEIVED_PACKETS, 100L),
        Map.of(),
        List.of(),
        List.of(),
        new Verdict(List.of(), List.of()));
  }
}
