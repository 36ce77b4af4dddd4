package io.weir.bench.load.media;

import io.weir.bench.load.measure.PlaneSnapshot;
import io.weir.bench.load.measure.ThreadLoad;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a viewer costs the tester, without signaling and in one process with the server: CPU of the
 * media thread per received packet, and memory per client. To be run by hand, with the number of
 * viewers, the bit rate and the seconds as arguments.
 */
final class ViewerCost {
  private static final long LOOK_AGAIN_NS = 50_000_000;

  private ViewerCost() {}

  /** Measures and prints. */
  public static void main(String... arguments) throws IOException {
    int viewers = Integer.parseInt(arguments[0]);
    int bitsPerSecond = Integer.parseInt(arguments[1]);
    long seconds = Long.parseLong(arguments[2]);
    try (SfuFixture sfu = new SfuFixture()) {
      sfu.join(
          ClientMedia.of(
              "publisher",
              List.of(),
              List.of(VideoProfile.of(VideoCodec.VP8, bitsPerSecond, 1_280, 720, 30)),
              0,
              0,
              1));
      long heapBefore = usedHeap();
      List<CompletableFuture<Void>> joins = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < viewers; i++) {
        ClientMedia media = ClientMedia.of("viewer " + i, List.of(), List.of(), 0, 1, i);
        MediaClient client = sfu.plane.open(media, System.nanoTime());
        joins.add(client.connect(sfu.negotiate(client, media)));
      }
      CompletableFuture.allOf(joins.toArray(CompletableFuture[]::new)).join();
      System.out.printf(
          "%d viewers joined in %.1f s; heap of server and tester %.1f kB each%n",
          viewers, (System.nanoTime() - start) / 1e9, (usedHeap() - heapBefore) / 1024.0 / viewers);
      pass(TimeUnit.SECONDS.toNanos(seconds));
      PlaneSnapshot before = sfu.plane.snapshot();
      pass(TimeUnit.SECONDS.toNanos(seconds));
      PlaneSnapshot after = sfu.plane.snapshot();
      print(before, after);
    }
  }

  private static void print(PlaneSnapshot before, PlaneSnapshot after) {
    long packets = after.totals().rtpReceived() - before.totals().rtpReceived();
    ThreadLoad early = before.load().threads().getFirst();
    ThreadLoad late = after.load().threads().getFirst();
    double cpuNs = late.cpuNs() - early.cpuNs();
    double elapsedNs = after.atNs() - before.atNs();
    System.out.printf(
        "%.0f packets/s, %.0f ns of the media thread's CPU each (%.0f %% of a core),"
            + " lost %d, kernel drops %d, late %d, slow turns %d, delay p50 %d p99 %d us%n",
        packets / elapsedNs * 1e9,
        cpuNs / packets,
        cpuNs / elapsedNs * 100,
        after.totals().truth().lost() - before.totals().truth().lost(),
        after.load().kernelDrops() - before.load().kernelDrops(),
        after.load().latePackets() - before.load().latePackets(),
        after.load().slowTurns() - before.load().slowTurns(),
        after.videoDelay().getValueAtPercentile(50),
        after.videoDelay().getValueAtPercentile(99));
  }

  private static void pass(long ns) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < ns) {
      LockSupport.parkNanos(LOOK_AGAIN_NS);
    }
  }

  private static long usedHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
