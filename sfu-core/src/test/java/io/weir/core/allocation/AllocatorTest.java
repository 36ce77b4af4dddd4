package io.weir.core.allocation;

import static io.weir.core.allocation.Subscriber.CAMERA;
import static io.weir.core.allocation.Subscriber.SECOND;
import static io.weir.core.allocation.Subscriber.cost;
import static io.weir.core.allocation.Subscriber.track;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AllocatorTest {
  private final Subscriber viewer = new Subscriber();

  @Test
  void shouldGiveEverythingWhereThereIsNoLimit() {
    viewer.watch(track(3, CAMERA));
    viewer.watch(track(1, CAMERA));
    viewer.run(Long.MAX_VALUE);

    assertThat(viewer.shown()).isEqualTo("2.2 2.0");
  }

  @Test
  void shouldGiveTheBestThatFits() {
    SlotDemand slot = viewer.watch(track(1, CAMERA));
    viewer.run(1_500_000);

    assertThat(slot.encoding()).isEqualTo(1);
    assertThat(slot.allocatedBps()).isEqualTo(500_000);
    assertThat(viewer.allocation.totalBps()).isEqualTo(500_000);
    assertThat(viewer.allocation.wantedBps()).isEqualTo(2_000_000);
  }

  @Test
  void shouldGiveEverybodyTheLowestLayerBeforeAnybodyMore() {
    viewer.watch(track(1, CAMERA)).priority(5);
    viewer.watch(track(1, CAMERA));
    viewer.watch(track(1, CAMERA)).priority(1);
    viewer.run(1_000_000);

    assertThat(viewer.shown()).isEqualTo("1.0 0.0 0.0");
  }

  @Test
  void shouldPauseTheLeastImportantFirst() {
    SlotDemand ada = viewer.watch(track(1, CAMERA));
    SlotDemand bob = viewer.watch(track(1, CAMERA));
    SlotDemand eve = viewer.watch(track(1, CAMERA));
    ada.size(320, 180);
    bob.size(160, 90);
    eve.speaker(true);
    viewer.run(350_000);

    assertThat(viewer.shown()).isEqualTo("0.0 - 0.0");
    assertThat(bob.isPaused()).isTrue();
    assertThat(ada.isPaused()).isFalse();
  }

  @Test
  void shouldKeepTheSmallestPictureOfTheMostImportantUntilItNeedsTwiceWhatThereIs() {
    viewer.watch(track(1, CAMERA));
    viewer.watch(track(1, CAMERA));
    viewer.run(85_000);
    assertThat(viewer.shown()).isEqualTo("0.0 -");
    viewer.run(70_000);
    assertThat(viewer.shown()).isEqualTo("- -");
  }

  @Test
  void shouldHoldAScreenAboveSpeakersAndSpeakersAbovePriorityAndSize() {
    viewer.watch(track(1, CAMERA)).size(1280, 720);
    viewer.watch(track(1, CAMERA)).priority(9);
    viewer.watch(track(1, CAMERA)).speaker(true);
    viewer.watch(track(1, CAMERA)).screenShare(true);

    viewer.run(200_000);
    assertThat(viewer.shown()).isEqualTo("- - - 0.0");
    viewer.run(400_000, 3 * SECOND);
    assertThat(viewer.shown()).isEqualTo("- - 0.0 0.0");
    viewer.run(600_000, 3 * SECOND);
    assertThat(viewer.shown()).isEqualTo("- 0.0 0.0 0.0");
  }

  @Test
  void shouldGiveNothingLargerThanWhatIsShown() {
    SlotDemand tile = viewer.watch(track(1, CAMERA));
    tile.size(640, 360);
    SlotDemand almost = viewer.watch(track(1, CAMERA));
    almost.size(700, 0);
    SlotDemand tall = viewer.watch(track(1, CAMERA));
    tall.size(200, 300);
    SlotDemand larger = viewer.watch(track(1, CAMERA));
    larger.size(1920, 1080);
    viewer.run(Long.MAX_VALUE);

    assertThat(viewer.shown()).isEqualTo("1.0 1.0 0.0 2.0");
    assertThat(tile.wantedEncoding()).isEqualTo(1);
  }

  @Test
  void shouldTakeTheSmallestThereIsEvenIfItIsLargerThanAskedFor() {
    LayerTable table = track(1, CAMERA);
    table.alive(0, false);
    viewer.watch(table).size(160, 90);
    viewer.run(Long.MAX_VALUE);

    assertThat(viewer.shown()).isEqualTo("1.0");
  }

  @Test
  void shouldPreferALargerPictureFromHalfTheFrameRateOn() {
    viewer.watch(track(3, CAMERA));

    viewer.run(120_000);
    assertThat(viewer.shown()).isEqualTo("0.1");
    viewer.run(300_000, 3 * SECOND);
    assertThat(viewer.shown()).isEqualTo("0.2");
    viewer.run(400_000, 3 * SECOND);
    assertThat(viewer.shown()).isEqualTo("1.1");
  }

  @Test
  void shouldShowAScreenSharplyAtAnyFrameRate() {
    viewer.watch(track(3, CAMERA)).screenShare(true);
    viewer.run(300_000);

    assertThat(viewer.shown()).isEqualTo("1.0");
  }

  @Test
  void shouldGoDownAtOnceAndUpOnlyWithAMarginAndAfterAPause() {
    viewer.watch(track(1, CAMERA));
    viewer.run(3_000_000);
    assertThat(viewer.shown()).isEqualTo("2.0");
    viewer.nowNs += 60 * SECOND;

    viewer.run(1_900_000);
    assertThat(viewer.shown()).isEqualTo("1.0");
    viewer.run(3_000_000, Allocation.RECOVERY_NS / 2);
    assertThat(viewer.shown()).as("too soon").isEqualTo("1.0");
    viewer.run(2_100_000, 10 * SECOND);
    assertThat(viewer.shown()).as("too near").isEqualTo("1.0");
    viewer.run(2_300_000, SECOND);
    assertThat(viewer.shown()).isEqualTo("2.0");
  }

  @Test
  void shouldWaitLongerEachTimeThatMoreWasTooMuch() {
    viewer.watch(track(1, CAMERA));
    viewer.run(1_000_000);
    int switches = 0;
    String last = viewer.shown();
    // A link that carries 1.9 Mbit/s, whose estimate is too high while little is sent.
    for (int tenths = 0; tenths < 1200; tenths++) {
      boolean loaded = viewer.total() > 1_900_000;
      viewer.run(loaded ? 1_700_000 : 2_400_000, 100 * Subscriber.MS);
      switches += viewer.shown().equals(last) ? 0 : 1;
      last = viewer.shown();
    }

    assertThat(switches).as("in two minutes").isBetween(2, 8);
  }

  @Test
  void shouldBeBackOnTopSoonAfterACut() {
    viewer.watch(track(3, CAMERA));
    viewer.run(3_000_000, 30 * SECOND);
    viewer.run(350_000, 10 * SECOND);
    assertThat(viewer.shown()).isEqualTo("1.1");
    viewer.run(3_000_000, 3 * SECOND);

    assertThat(viewer.shown()).isEqualTo("2.2");
  }

  @Test
  void shouldBeBackOnTopSoonAfterACutThatMadeItFailSeveralTimes() {
    viewer.watch(track(1, CAMERA));
    viewer.run(3_000_000, 30 * SECOND);
    for (int tenths = 0; tenths < 600; tenths++) {
      viewer.run(viewer.total() > 400_000 ? 300_000 : 700_000, 100 * Subscriber.MS);
    }
    viewer.run(1_300_000, SECOND);
    viewer.run(2_500_000, 2 * SECOND);
    viewer.run(2_500_000, 2 * SECOND);

    assertThat(viewer.shown()).isEqualTo("2.0");
  }

  @Test
  void shouldServeANewSpeakerAtOnceFromWhatOthersHave() {
    SlotDemand ada = viewer.watch(track(1, CAMERA));
    SlotDemand bob = viewer.watch(track(1, CAMERA));
    ada.speaker(true);
    viewer.run(750_000);
    assertThat(viewer.shown()).isEqualTo("1.0 0.0");

    ada.speaker(false);
    bob.speaker(true);
    assertThat(viewer.allocation.isDue(750_000, viewer.nowNs)).isTrue();
    viewer.run(750_000);
    assertThat(viewer.shown()).isEqualTo("0.0 1.0");
  }

  @Test
  void shouldWantWhatIsOffWhereThereIsRoomForIt() {
    LayerTable table = track(1, CAMERA);
    table.alive(2, false);
    SlotDemand slot = viewer.watch(table);
    viewer.run(1_000_000);
    assertThat(slot.encoding()).isEqualTo(1);
    assertThat(slot.wantedEncoding()).isEqualTo(1);
    assertThat(viewer.allocation.wantedBps()).isEqualTo(2_000_000);

    viewer.run(3_000_000);
    assertThat(slot.encoding()).isEqualTo(1);
    assertThat(slot.wantedEncoding()).isEqualTo(2);

    table.alive(2, true);
    assertThat(viewer.allocation.isDue(3_000_000, viewer.nowNs)).isTrue();
    viewer.run(3_000_000);
    assertThat(slot.encoding()).isEqualTo(2);
  }

  @Test
  void shouldWantASmallerPictureThatIsOffWhereItWouldDo() {
    LayerTable table = track(1, CAMERA);
    SlotDemand slot = viewer.watch(table);
    viewer.run(5_000_000);
    table.alive(0, false);
    slot.size(160, 90);
    table.alive(1, false);
    viewer.run(5_000_000);
    assertThat(viewer.shown()).isEqualTo("2.0");
    assertThat(slot.wantedEncoding()).isZero();

    table.alive(0, true);
    viewer.run(5_000_000);
    assertThat(viewer.shown()).isEqualTo("0.0");
  }

  @Test
  void shouldWantASmallerPictureThatIsOffRatherThanAFewFramesOfALargeOne() {
    LayerTable table = track(3, CAMERA);
    table.alive(0, false);
    table.alive(1, false);
    SlotDemand slot = viewer.watch(table);
    viewer.run(5_000_000);
    viewer.run(1_500_000);
    assertThat(viewer.shown()).as("half the frames are enough").isEqualTo("2.1");
    assertThat(slot.wantedEncoding()).isEqualTo(2);

    viewer.run(500_000);
    assertThat(viewer.shown()).as("until something smaller comes").isEqualTo("2.0");
    assertThat(slot.wantedEncoding()).isEqualTo(1);
    table.alive(1, true);
    viewer.run(500_000);
    assertThat(viewer.shown()).isEqualTo("1.2");
  }

  @Test
  void shouldWantNothingSmallerThanAFewFramesOfAScreen() {
    LayerTable table = track(3, CAMERA);
    table.alive(1, false);
    table.alive(0, false);
    SlotDemand slot = viewer.watch(table);
    slot.screenShare(true);
    viewer.run(5_000_000);
    viewer.run(950_000);
    assertThat(viewer.shown()).isEqualTo("2.0");
    assertThat(slot.wantedEncoding()).isEqualTo(2);
  }

  @Test
  void shouldGiveNobodyLessForTheSakeOfWhatIsOff() {
    LayerTable table = track(1, CAMERA);
    table.alive(2, false);
    SlotDemand important = viewer.watch(table);
    important.priority(1);
    SlotDemand other = viewer.watch(track(1, CAMERA));
    viewer.run(2_900_000);

    assertThat(viewer.shown()).isEqualTo("1.0 2.0");
    assertThat(important.wantedEncoding()).isEqualTo(1);
    assertThat(other.isPaused()).isFalse();
  }

  @Test
  void shouldWantTheFirstPictureOfATrackThatIsOff() {
    LayerTable table = track(1, CAMERA);
    for (int encoding = 0; encoding < 3; encoding++) {
      table.alive(encoding, false);
    }
    SlotDemand slot = viewer.watch(table);
    viewer.run(1_000_000);
    assertThat(slot.wantedEncoding()).isEqualTo(1);
    assertThat(slot.isPaused()).as("it is its publisher who pauses").isFalse();

    viewer.run(70_000);
    assertThat(slot.isPaused()).isTrue();
  }

  @Test
  void shouldBeginOverALinkOfWhichNothingIsKnown() {
    SlotDemand screen = viewer.watch(track(1, 3_000_000));
    viewer.watch(track(1, 3_000_000));
    viewer.allocation.measured(false);
    viewer.run(1_000_000, SECOND);
    assertThat(viewer.shown()).isEqualTo("0.0 -");

    viewer.allocation.measured(true);
    viewer.run(1_000_000);
    assertThat(screen.isPaused()).isTrue();
    viewer.run(4_000_000, Allocation.RECOVERY_NS + SECOND);
    assertThat(viewer.shown()).as("no failure").isEqualTo("0.0 -");
  }

  @Test
  void shouldWantTheOnlyPictureThatIsOffWhileItWouldBeGiven() {
    LayerTable table = track(1, 1_500_000);
    table.alive(0, false);
    SlotDemand slot = viewer.watch(table);
    viewer.run(1_000_000);
    assertThat(slot.wantedEncoding()).isZero();
    viewer.run(700_000);
    assertThat(slot.isPaused()).isTrue();

    viewer.allocation.measured(false);
    viewer.run(600_000);
    assertThat(slot.wantedEncoding()).isZero();
  }

  @Test
  void shouldLeaveOutWhatCostsMoreThanSomethingBetter() {
    LayerTable table = track(1, CAMERA);
    cost(table, 1, 100_000);
    viewer.watch(table);
    viewer.run(120_000);

    assertThat(viewer.shown()).isEqualTo("1.0");
  }

  @Test
  void shouldNotRunWhileNothingChanges() {
    LayerTable table = track(3, CAMERA);
    viewer.watch(table);
    viewer.run(3_000_000, SECOND);

    assertThat(viewer.allocation.isDue(3_020_000, viewer.nowNs)).isFalse();
    assertThat(viewer.allocation.isDue(9_000_000, viewer.nowNs)).as("has all").isFalse();
    cost(table, 2, 2_100_000);
    assertThat(viewer.allocation.isDue(3_000_000, viewer.nowNs)).as("noise").isFalse();
    cost(table, 2, 2_500_000);
    assertThat(viewer.allocation.isDue(3_000_000, viewer.nowNs)).isTrue();
    viewer.run(3_000_000);
    assertThat(viewer.allocation.isDue(2_400_000, viewer.nowNs)).isTrue();
  }

  @Test
  void shouldAllocateNoMemory() {
    for (int i = 0; i < 9; i++) {
      viewer.watch(track(3, CAMERA)).priority(i);
    }
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20 && least > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 2_000; i++) {
        viewer.nowNs += SECOND;
        viewer.run(100_000L + i % 100 * 100_000L);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(least).isZero();
  }

  @Test
  void shouldAskForAnEncodingThatWasNeverSentWhereItWouldDo() {
    LayerTable table = new LayerTable(3);
    table.alive(2, true);
    table.size(2, 1280, 720);
    cost(table, 2, CAMERA[2]);
    SlotDemand slot = viewer.watch(table);
    slot.size(320, 180);
    viewer.run(Long.MAX_VALUE);
    assertThat(slot.encoding()).as("all there is").isEqualTo(2);
    assertThat(slot.wantedEncoding()).as("of a size that nobody told").isZero();

    table.alive(0, true);
    viewer.run(Long.MAX_VALUE);
    assertThat(slot.encoding()).as("before its first key frame tells its size").isZero();
  }

  @Test
  void shouldAskForNothingLargerThanItIsShownThoughSizesAreNotKnown() {
    LayerTable table = new LayerTable(3);
    table.alive(0, true);
    table.size(0, 320, 180);
    cost(table, 0, CAMERA[0]);
    SlotDemand slot = viewer.watch(table);
    slot.size(640, 360);
    viewer.run(10_000_000);
    assertThat(slot.wantedEncoding()).isEqualTo(1);
    slot.size(320, 180);
    viewer.run(10_000_000);
    assertThat(slot.wantedEncoding()).isZero();
  }
}
