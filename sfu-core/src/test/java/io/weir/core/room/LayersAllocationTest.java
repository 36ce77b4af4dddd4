package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.counter.PacketCounter;
import io.weir.core.testkit.LinkDelay;
import io.weir.core.testkit.LinkRate;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.PlainSrtpEngine;
import io.weir.core.testkit.SimulatedCall;
import io.weir.core.testkit.SimulatedClient;
import io.weir.core.testkit.SimulatedCodec;
import io.weir.core.testkit.SimulatedMedia;
import io.weir.core.testkit.SimulatedWorker;
import io.weir.core.testkit.VideoQuality;
import io.weir.core.testkit.model.StreamJudge;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cameras of three encodings and three temporal layers each, and viewers whose links carry less
 * than there is and lose packets: layers are left out, the rest waits in pacers, feedback and
 * probes go on, and none of it allocates. Changing what a slot shows does, a little.
 */
class LayersAllocationTest {
  private static final Logger LOG = LoggerFactory.getLogger(LayersAllocationTest.class);
  private static final long MS = 1_000_000;
  private static final int CAMERAS = 3;
  private static final int SETTLE_MS = 30_000;

  /** Longer than the time from one probe to the next. */
  private static final int ROUND_MS = 5_000;

  /** In some of them a slot changes its encoding, or the JVM still compiles. */
  private static final int MAX_ROUNDS = 12;

  private static final List<PacketCounter> ACTIVITIES =
      List.of(
          PacketCounter.LAYER_LEFT_OUT,
          PacketCounter.NACKS_RECEIVED,
          PacketCounter.SENT_RETRANSMISSIONS,
          PacketCounter.SENT_PROBES);

  @Test
  void shouldAllocateNothingWhereLinksCarryLessThanThereIs() {
    SimulatedCall call = new SimulatedCall(1, 1, new PlainSrtpEngine());
    for (int i = 0; i < CAMERAS; i++) {
      SimulatedMedia camera =
          SimulatedMedia.simulcast(SimulatedCodec.VP8).withQuality(VideoQuality.CAMERA);
      call.join(0, camera, Conditions.GOOD);
    }
    call.run(1_000);
    List<SimulatedClient> viewers = new ArrayList<>();
    for (long rate : new long[] {300_000, 800_000, 1_500_000, 3_000_000, 6_000_000}) {
      Conditions link =
          Conditions.GOOD
              .withDelay(LinkDelay.of(20 * MS))
              .withRate(LinkRate.of(rate, 300 * MS))
              .withLoss(0.01);
      viewers.add(call.join(0, new SimulatedMedia(false, CAMERAS, null, 0).withFeedback(), link));
    }
    call.run(SETTLE_MS);

    long allocated = round(call);
    for (int i = 1; i < MAX_ROUNDS && allocated > 0; i++) {
      allocated = round(call);
    }
    assertThat(allocated).as("bytes in the last round").isZero();
    assertThat(viewers.subList(0, 3))
        .as("who are shown less than there is")
        .allSatisfy(viewer -> assertThat(viewer.slot(0).encoding()).isBetween(0, 1));
    for (SimulatedClient viewer : viewers) {
      for (int slot = 0; slot < CAMERAS; slot++) {
        StreamJudge.Report report = viewer.judge(slot);
        assertThat(report.faults()).as("client %s, slot %s", viewer.id(), slot).isEmpty();
        assertThat(report.holes()).as("client %s, slot %s", viewer.id(), slot).isZero();
      }
    }
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  private static long round(SimulatedCall call) {
    SimulatedWorker worker = call.worker(0);
    List<Long> countsBefore = counts(worker);
    long before = worker.allocatedBytes();
    call.run(ROUND_MS);
    long allocated = worker.allocatedBytes() - before;
    List<Long> countsAfter = counts(worker);
    LOG.info("{} ms allocated {} bytes", ROUND_MS, allocated);
    for (int i = 0; i < ACTIVITIES.size(); i++) {
      assertThat(countsAfter.get(i)).as("%s", ACTIVITIES.get(i)).isGreaterThan(countsBefore.get(i));
    }
    return allocated;
  }

  private static List<Long> counts(SimulatedWorker worker) {
    return ACTIVITIES.stream().map(worker::count).toList();
  }
}
