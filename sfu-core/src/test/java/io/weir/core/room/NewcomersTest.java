package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.counter.PacketCounter;
import io.weir.core.testkit.LinkDelay;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.SimulatedCall;
import io.weir.core.testkit.SimulatedClient;
import io.weir.core.testkit.SimulatedSlot;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who comes to watch sees something soon, and publishers hardly notice. */
class NewcomersTest {
  private static final int VIEWERS = 100;
  private static final long MS = 1_000_000;

  @ParameterizedTest
  @CsvSource({"1,1", "2,1", "3,2", "4,2"})
  void shouldShowAHundredNewcomersAPictureWithinASecondForTwoKeyFrames(long seed, int workers) {
    Random random = new Random(seed);
    SimulatedCall call = new SimulatedCall(seed, workers);
    SimulatedClient publisher = call.join(0, true, 0, link(20));
    call.run(3_000 + random.nextInt(1_000));
    int keyFramesBefore = publisher.video().keyFrames();
    Map<SimulatedClient, Long> joined = new HashMap<>();
    Map<SimulatedClient, Long> waited = new HashMap<>();
    while (waited.size() < VIEWERS) {
      while (joined.size() < VIEWERS && random.nextInt(10) < 3) {
        SimulatedClient viewer =
            call.join(random.nextInt(workers), false, 1, link(5 + random.nextInt(40)));
        joined.put(viewer, call.nowNs());
      }
      call.run(3);
      joined.forEach((viewer, since) -> {
        if (viewer.slot(0).decoded() > 0) {
          waited.putIfAbsent(viewer, call.nowNs() - since);
        }
        assertThat(call.nowNs() - since).isLessThan(10_000 * MS);
      });
    }

    assertThat(waited.values()).allMatch(wait -> wait < 1_000 * MS);
    assertThat(publisher.video().keyFrames() - keyFramesBefore).isLessThanOrEqualTo(2);
    call.run(1_000);
    for (SimulatedClient viewer : joined.keySet()) {
      SimulatedSlot slot = viewer.slot(0);
      assertThat(slot.timestampsWentBack()).isFalse();
      call.runUntil("packets that are under way", 1_000, () -> slot.holes() == 0);
      assertThat(call.nowNs() - publisher.video().captureNs(slot.lastFrame()))
          .as("up to date")
          .isLessThan(150 * MS);
    }
    long fromCache = 0;
    for (int worker = 0; worker < workers; worker++) {
      fromCache += call.worker(worker).count(PacketCounter.KEYFRAMES_FROM_CACHE);
    }
    assertThat(fromCache).isGreaterThan(VIEWERS / 2);
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  private static Conditions link(int delayMs) {
    return Conditions.GOOD.withDelay(LinkDelay.of(delayMs * MS).withJitter(5 * MS));
  }
}
