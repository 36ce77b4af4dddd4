package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.Event;
import io.weir.core.control.SlotReason;
import io.weir.core.testkit.LinkDelay;
import io.weir.core.testkit.LinkRate;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.SimulatedCall;
import io.weir.core.testkit.SimulatedClient;
import io.weir.core.testkit.SimulatedCodec;
import io.weir.core.testkit.SimulatedMedia;
import io.weir.core.testkit.SimulatedSlot;
import io.weir.core.testkit.VideoQuality;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What viewers see behind links of all rates, in virtual time. */
class SlowLinksTest {
  private static final long MS = 1_000_000;

  private static Conditions link(long bitsPerSecond) {
    return Conditions.GOOD
        .withDelay(LinkDelay.of(20 * MS))
        .withRate(LinkRate.of(bitsPerSecond, 300 * MS));
  }

  private static SimulatedMedia camera() {
    return SimulatedMedia.simulcast(SimulatedCodec.VP8).withQuality(VideoQuality.CAMERA);
  }

  /** Somebody publishes one encoding; two seconds later the last worker gets a viewer of it. */
  private static SimulatedClient watchAnOnlyEncoding(
      SimulatedCall call, int bitsPerSecond, int temporalLayers, int workers, Conditions link) {
    VideoQuality only = new VideoQuality(List.of(bitsPerSecond), temporalLayers, 1_100, 5, 0.15);
    call.join(0, SimulatedMedia.camera(SimulatedCodec.VP8).withQuality(only), Conditions.GOOD);
    call.run(2_000);
    return call.join(workers - 1, SimulatedMedia.viewer(SimulatedCodec.VP8).withFeedback(), link);
  }

  @ParameterizedTest
  @CsvSource({"1500000,1,1", "1500000,1,2", "4000000,2,1", "8000000,2,1"})
  void shouldShowTheLargestPictureThatTheLinkCarries(long rate, int encoding, int workers) {
    SimulatedCall call = new SimulatedCall(rate, workers);
    call.join(0, camera(), Conditions.GOOD);
    call.run(1_000);
    SimulatedMedia media = SimulatedMedia.viewer(SimulatedCodec.VP8).withFeedback();
    SimulatedClient viewer = call.join(workers - 1, media, link(rate));
    call.run(20_000);
    SimulatedSlot slot = viewer.slot(0);
    int before = slot.decoded();
    call.run(5_000);

    assertThat(slot.encoding()).isEqualTo(encoding);
    assertThat(slot.decoded() - before).as("frames in 5 s").isGreaterThan(140);
    assertThat(slot.timestampsWentBack()).isFalse();
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  @ParameterizedTest
  @CsvSource({"300000", "700000"})
  void shouldShowSomethingOverASlowLink(long rate) {
    SimulatedCall call = new SimulatedCall(rate, 1);
    call.join(0, camera(), Conditions.GOOD);
    call.run(1_000);
    SimulatedClient viewer =
        call.join(0, SimulatedMedia.viewer(SimulatedCodec.VP8).withFeedback(), link(rate));
    call.run(20_000);
    int before = viewer.slot(0).decoded();
    call.run(5_000);

    assertThat(viewer.slot(0).decoded() - before).as("frames in 5 s").isGreaterThan(30);
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void shouldShowASingleEncodingThatNeedsMoreThanIsThoughtAtFirst(int workers) {
    SimulatedCall call = new SimulatedCall(5, workers);
    SimulatedClient viewer = watchAnOnlyEncoding(call, 3_000_000, 1, workers, link(10_000_000));
    call.runUntil("a picture", 1_500, () -> viewer.slot(0).decoded() > 0);
    call.run(8_000);
    int before = viewer.slot(0).decoded();
    call.run(5_000);

    assertThat(viewer.slot(0).decoded() - before).as("frames in 5 s").isGreaterThan(140);
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  /**
   * Of an only encoding the upper temporal layers are left out and come back: a burst finds the
   * better link within 6 s, and a rise that failed before is not tried again for up to 8.
   */
  @ParameterizedTest
  @CsvSource({"1,1", "2,1", "3,1", "4,1", "5,2", "6,2", "7,2", "8,2"})
  void shouldGiveBackTheFramesOfAnOnlyEncodingWhenTheLinkIsGoodAgain(long seed, int workers) {
    SimulatedCall call = new SimulatedCall(seed, workers);
    SimulatedClient viewer = watchAnOnlyEncoding(call, 800_000, 3, workers, link(20_000_000));
    call.run(5_000);
    SimulatedSlot slot = viewer.slot(0);
    viewer.downlink().conditions(link(700_000));
    call.run(5_000);
    int slow = slot.decoded();
    call.run(5_000);
    assertThat(slot.decoded() - slow).as("frames in 5 s over 700 kbit/s").isBetween(35, 110);
    viewer.downlink().conditions(link(20_000_000));
    call.run(15_000);
    int good = slot.decoded();
    call.run(5_000);

    assertThat(slot.decoded() - good).as("frames in 5 s").isGreaterThan(140);
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  /**
   * Over a link of 300 kbit/s the only picture pauses, and nothing but bursts is sent. When the
   * link is good, 15 ms of them look slow to who takes packets every 15 to 30 ms. Of the fifteen
   * seconds a burst a second needs four to double the estimate as often.
   */
  @ParameterizedTest
  @CsvSource({"1,1", "2,1", "3,1", "4,1", "5,2", "6,2", "7,2", "8,2"})
  void shouldGoOnWithASingleEncodingForAClientThatTakesPacketsInClumps(long seed, int workers) {
    SimulatedCall call = new SimulatedCall(seed, workers);
    LinkDelay clumps = LinkDelay.of(20 * MS).withClumps(30 * MS);
    Conditions slow = link(300_000).withDelay(clumps);
    SimulatedClient viewer = watchAnOnlyEncoding(call, 2_500_000, 1, workers, slow);
    call.run(10_000);
    int paused = viewer.slot(0).decoded();
    call.run(5_000);
    assertThat(viewer.slot(0).decoded()).as("frames over 300 kbit/s").isEqualTo(paused);
    viewer.downlink().conditions(link(20_000_000).withDelay(clumps));
    call.run(15_000);
    int before = viewer.slot(0).decoded();
    call.run(5_000);

    assertThat(viewer.slot(0).decoded() - before).as("frames in 5 s").isGreaterThan(140);
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void shouldPauseWhatTheLinkDoesNotCarryAndSaySo(int workers) {
    SimulatedCall call = new SimulatedCall(7, workers);
    for (int i = 0; i < 4; i++) {
      call.join(i % workers, camera(), Conditions.GOOD);
    }
    call.run(1_000);
    SimulatedClient viewer =
        call.join(0, new SimulatedMedia(false, 4, null, 0).withFeedback(), link(300_000));
    call.run(20_000);
    List<Event.SlotChanged> told =
        call.events().stream()
            .filter(event -> event instanceof Event.SlotChanged)
            .map(event -> (Event.SlotChanged) event)
            .filter(change -> change.reason() == SlotReason.BANDWIDTH)
            .toList();

    assertThat(told).isNotEmpty().allMatch(change -> change.participant() == viewer.id());
    assertThat(told.getFirst().binding()).as("paused").isNull();
    assertThat(viewer.slot(0).decoded()).as("the most important goes on").isPositive();
    assertThat(call.end()).as("pool is full again").isTrue();
  }
}
