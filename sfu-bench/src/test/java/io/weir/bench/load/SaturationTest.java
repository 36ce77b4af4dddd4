package io.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.load.measure.DelaySummary;
import io.weir.bench.load.measure.FrameTruth;
import io.weir.bench.load.measure.MediaTotals;
import io.weir.bench.load.measure.PacketTruth;
import io.weir.bench.load.measure.PlaneSnapshot;
import io.weir.bench.load.measure.TesterLoad;
import io.weir.bench.load.measure.ThreadLoad;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SaturationTest {

  private static final long SECOND = 1_000_000_000L;

  /** A snapshot after some seconds of a tester that sends and receives 1000 packets in each. */
  private static PlaneSnapshot after(
      int seconds, double waits, long latePackets, long kernelDrops, long sendBufferFull) {
    return after(seconds, waits, latePackets, kernelDrops, sendBufferFull, 0);
  }

  private static PlaneSnapshot after(
      int seconds,
      double waits,
      long latePackets,
      long kernelDrops,
      long sendBufferFull,
      int deadThreads) {
    long packets = 1000L * seconds;
    MediaTotals totals =
        new MediaTotals(
            1,
            1,
            0,
            0,
            packets,
            0,
            packets,
            0,
            packets,
            packets,
            0,
            PacketTruth.NONE,
            FrameTruth.NONE,
            0,
            0,
            0,
            0,
            0);
    long elapsed = seconds * SECOND;
    TesterLoad load =
        new TesterLoad(
            elapsed,
            List.of(
                new ThreadLoad("idle", 0, elapsed),
                new ThreadLoad("busy", elapsed, (long) (waits * elapsed))),
            elapsed,
            latePackets,
            DelaySummary.NONE,
            0,
            0,
            kernelDrops,
            sendBufferFull,
            0,
            0,
            0,
            0);
    return new PlaneSnapshot(
        elapsed, totals, new Histogram(2), new Histogram(2), load, deadThreads);
  }

  private static Saturation saturation(
      double waits, long latePackets, long kernelDrops, long sendBufferFull) {
    return new Saturation(
        after(10, 0.9, 500, 500, 500),
        after(
            20, (9 + 10 * waits) / 20, 500 + latePackets, 500 + kernelDrops, 500 + sendBufferFull));
  }

  @Test
  void aTesterWithRoomIsNoBottleneck() {
    assertThat(saturation(0.3, 10, 0, 0).sentences()).isEmpty();
    assertThat(saturation(0.3, 10, 0, 0).notes()).isEmpty();
  }

  @Test
  void aThreadThatDiedMakesTheResultWorthless() {
    PlaneSnapshot end = after(10, 0.5, 0, 0, 0, 1);
    assertThat(new Saturation(end, end).sentences())
        .singleElement()
        .asString()
        .startsWith("1 of the tester's media threads died");
  }

  @Test
  void aThreadThatHardlyWaitsIsOne() {
    assertThat(saturation(0.02, 0, 0, 0).sentences())
        .singleElement()
        .asString()
        .contains("busiest media thread had something to do 98 %");
  }

  @Test
  void latePacketsAreNotedAndThenMakeTheResultWorthless() {
    assertThat(saturation(0.5, 300, 0, 0).sentences()).isEmpty();
    assertThat(saturation(0.5, 300, 0, 0).notes()).singleElement().asString().contains("3.0 %");
    assertThat(saturation(0.5, 2000, 0, 0).sentences())
        .singleElement()
        .asString()
        .contains("2,000 of 10,000 packets more than 5 ms late");
  }

  @Test
  void datagramsThatItsKernelDroppedAreItsOwnLoss() {
    assertThat(saturation(0.5, 0, 100, 0).sentences())
        .singleElement()
        .asString()
        .contains("dropped 100 datagrams");
    assertThat(saturation(0.5, 0, 0, 100).sentences())
        .singleElement()
        .asString()
        .contains("no room for 100");
  }
}
