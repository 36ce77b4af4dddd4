package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.Event;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.SimulatedCall;
import io.weir.core.testkit.SimulatedClient;
import io.weir.core.testkit.SimulatedCodec;
import io.weir.core.testkit.SimulatedMedia;
import io.weir.core.testkit.SimulatedSlot;
import io.weir.core.testkit.SimulatedVideo;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cameras in three encodings: who gets which, and what becomes of it when they come and go. */
class SimulatedSimulcastTest {
  private static final Conditions LOSSY = new Conditions(0.05, 0.01, 20_000_000, 10_000_000);
  private static final int Q = 0;
  private static final int H = 1;
  private static final int F = 2;

  private final SimulatedCall call = new SimulatedCall(11, 2);

  private SimulatedClient publisher() {
    return call.join(0, SimulatedMedia.simulcast(SimulatedCodec.VP8), Conditions.GOOD);
  }

  private SimulatedClient viewer(int worker) {
    return call.join(worker, SimulatedMedia.viewer(SimulatedCodec.VP8), Conditions.GOOD);
  }

  private void runUntilShown(SimulatedClient viewer, int encoding, long limitMs) {
    int before = viewer.slot(0).decoded();
    call.runUntil(
        "encoding " + encoding,
        limitMs,
        () -> viewer.slot(0).encoding() == encoding && viewer.slot(0).decoded() > before);
  }

  /** Lets time pass in which pictures must go on without a pause. */
  private void runWithoutFreeze(SimulatedClient viewer, long durationMs) {
    for (long ms = 0; ms < durationMs; ms += 100) {
      call.run(100);
      assertThat(call.nowNs() - viewer.slot(0).lastDecodedNs()).isLessThan(200_000_000L);
    }
  }

  private List<List<String>> layersWanted() {
    return call.events().stream()
        .filter(Event.LayersWanted.class::isInstance)
        .map(event -> ((Event.LayersWanted) event).rids())
        .toList();
  }

  /** The publisher does as it is told, as browsers do: with BYE. */
  private void obey(SimulatedClient publisher) {
    List<String> rids = List.of("q", "h", "f");
    call.worker(0)
        .listenTo(event -> {
          if (event instanceof Event.LayersWanted wanted) {
            for (int i = 0; i < rids.size(); i++) {
              publisher.video(i).pause(!wanted.rids().contains(rids.get(i)));
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldShowEachViewerTheEncodingThatTheirPictureCallsFor(int worker) {
    publisher();
    SimulatedClient large = viewer(worker);
    SimulatedClient middle = viewer(worker);
    SimulatedClient small = viewer(worker);
    call.resize(middle, 0, 640, 360);
    call.resize(small, 0, 200, 100);
    call.run(2_000);
    assertThat(large.slot(0).encoding()).isEqualTo(F);
    assertThat(middle.slot(0).encoding()).isEqualTo(H);
    assertThat(small.slot(0).encoding()).isEqualTo(Q);
    call.resize(small, 0, 1280, 720);
    runUntilShown(small, F, 500);
    call.resize(small, 0, 320, 180);
    runUntilShown(small, Q, 500);
    runWithoutFreeze(small, 1_000);
    for (SimulatedClient viewer : List.of(large, middle, small)) {
      assertThat(viewer.slot(0).timestampsWentBack()).isFalse();
      assertThat(viewer.slot(0).holes()).isZero();
    }
    assertThat(call.end()).isTrue();
  }

  @Test
  void shouldAskForAnEncodingThatWasNeverSentByTheSizeThatItMustHave() {
    SimulatedClient publisher = publisher();
    publisher.video(H).pause(true);
    SimulatedClient viewer = viewer(0);
    runUntilShown(viewer, F, 2_000);
    call.resize(viewer, 0, 640, 360);
    call.run(3_000);
    assertThat(layersWanted().getLast()).contains("h").doesNotContain("f");
    publisher.video(H).pause(false);
    runUntilShown(viewer, H, 500);
    assertThat(call.end()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldTakeNoSizeForGrantedWhereKeyFramesTellNone(int worker) {
    call.join(0, SimulatedMedia.simulcast(SimulatedCodec.AV1), Conditions.GOOD);
    SimulatedClient viewer =
        call.join(worker, SimulatedMedia.viewer(SimulatedCodec.AV1), Conditions.GOOD);
    call.resize(viewer, 0, 640, 360);
    runUntilShown(viewer, F, 2_000);
    runWithoutFreeze(viewer, 1_000);
    assertThat(viewer.slot(0).encoding()).isEqualTo(F);
    assertThat(call.end()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void shouldForwardTheHighestEncodingOfEveryCodec(SimulatedCodec codec) {
    call.join(0, SimulatedMedia.simulcast(codec), Conditions.GOOD);
    SimulatedClient viewer = call.join(1, SimulatedMedia.viewer(codec), Conditions.GOOD);
    runUntilShown(viewer, F, 2_000);
    runWithoutFreeze(viewer, 1_000);
    assertThat(call.end()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldGoOnWithALowerEncodingWhenOneFallsSilentAndComeBack(int worker) {
    SimulatedClient publisher = publisher();
    SimulatedClient viewer = viewer(worker);
    call.run(2_000);
    publisher.video(F).pause(true);
    runUntilShown(viewer, H, 2_000);
    publisher.video(H).pause(true);
    runUntilShown(viewer, Q, 2_000);
    publisher.video(F).pause(false);
    runUntilShown(viewer, F, 300);
    assertThat(viewer.slot(0).timestampsWentBack()).isFalse();
    assertThat(call.end()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldShowTheLowestEncodingWhenNoOtherIsEverSent(int worker) {
    SimulatedClient publisher = publisher();
    publisher.video(H).pause(true);
    publisher.video(F).pause(true);
    SimulatedClient viewer = viewer(worker);
    runUntilShown(viewer, Q, 1_000);
    runWithoutFreeze(viewer, 1_000);
    assertThat(call.end()).isTrue();
  }

  @Test
  void shouldFallBackAtOnceWhenThePublisherSaysBye() {
    SimulatedClient publisher = publisher();
    SimulatedClient viewer = viewer(1);
    call.run(2_000);
    publisher.video(F).pause(true);
    publisher.sayBye(publisher.video(F), call.nowNs());
    runUntilShown(viewer, H, 300);
    assertThat(call.end()).isTrue();
  }

  @Test
  void shouldMakeLittleWorkOfAnEncodingThatEndsAgainAndAgain() {
    SimulatedClient publisher = publisher();
    SimulatedClient viewer = viewer(1);
    call.run(2_000);
    int before = call.worker(0).encodingsTold();
    for (int i = 0; i < 100; i++) {
      publisher.sayBye(publisher.video(F), call.nowNs());
      call.run(40);
    }
    // Eight at once, then ten a second, and one a second in any case.
    assertThat(call.worker(0).encodingsTold() - before).isBetween(10, 8 + 40 + 4);
    runUntilShown(viewer, F, 1_000);
    runWithoutFreeze(viewer, 1_000);
    assertThat(viewer.slot(0).encoding()).isEqualTo(F);
    assertThat(call.end()).isTrue();
  }

  @Test
  void shouldKeepTheSizeThatIsWatchedWhenASlotGetsOtherSsrcs() {
    publisher();
    SimulatedClient viewer = viewer(0);
    call.resize(viewer, 0, 320, 180);
    runUntilShown(viewer, Q, 2_000);
    viewer.offerSlotsWithoutRtx(call.nowNs());
    call.run(2_000);
    assertThat(viewer.slot(0).encoding()).isEqualTo(Q);
    assertThat(call.end()).isTrue();
  }

  @Test
  void shouldStayWithAnEncodingWhenTheWholeTrackIsSilent() {
    SimulatedClient publisher = publisher();
    SimulatedClient viewer = viewer(0);
    call.run(2_000);
    for (int i = 0; i < 3; i++) {
      publisher.video(i).pause(true);
    }
    call.run(5_000);
    for (int i = 0; i < 3; i++) {
      publisher.video(i).pause(false);
    }
    runUntilShown(viewer, F, 300);
    assertThat(viewer.slot(0).encodings().getLast()).isEqualTo(F);
    assertThat(viewer.slot(0).encodings()).containsOnlyOnce(F);
    assertThat(call.end()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldGoOnWhenAnEncodingChangesItsSsrc(int worker) {
    SimulatedClient publisher = publisher();
    SimulatedClient viewer = viewer(worker);
    SimulatedClient other = viewer(worker);
    call.resize(other, 0, 320, 180);
    call.run(2_000);
    publisher.video(F).changeSsrc(77_777);
    int decoded = viewer.slot(0).decoded();
    call.runUntil("goes on", 500, () -> viewer.slot(0).decoded() > decoded + 10);
    runWithoutFreeze(viewer, 1_000);
    runWithoutFreeze(other, 100);
    assertThat(other.slot(0).encodings()).endsWith(Q);
    assertThat(call.end()).isTrue();
  }

  @Test
  void shouldGiveOtherWorkersOnlyTheEncodingsThatSomebodyThereWants() {
    publisher();
    SimulatedClient small = viewer(1);
    call.resize(small, 0, 320, 180);
    viewer(0);
    call.run(2_000);
    int[] before = {0, 0, 0};
    for (int i = 0; i < 3; i++) {
      before[i] = call.worker(0).handedOver(i);
    }
    call.run(1_000);
    assertThat(call.worker(0).handedOver(Q)).isGreaterThan(before[Q] + 50);
    assertThat(call.worker(0).handedOver(H)).isEqualTo(before[H]);
    assertThat(call.worker(0).handedOver(F)).isEqualTo(before[F]);
    assertThat(call.end()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void shouldTellThePublisherWhatIsWatchedAndStartForTheFirstWatcherWithinASecond(int worker) {
    SimulatedClient publisher = publisher();
    obey(publisher);
    call.run(3_000);
    assertThat(layersWanted()).containsExactly(List.of());
    SimulatedClient viewer = viewer(worker);
    call.runUntil("a picture", 1_000, () -> viewer.slot(0).decoded() > 0);
    assertThat(layersWanted().getLast()).contains("f");
    runUntilShown(viewer, F, 1_000);
    call.resize(viewer, 0, 320, 180);
    call.run(5_000);
    assertThat(layersWanted().getLast()).containsExactly("q");
    assertThat(viewer.slot(0).encoding()).isEqualTo(Q);
    runWithoutFreeze(viewer, 1_000);
    call.resize(viewer, 0, 640, 360);
    runUntilShown(viewer, H, 1_000);
    viewer.leave(call.nowNs());
    call.run(3_000);
    assertThat(layersWanted().getLast()).isEmpty();
    assertThat(call.end()).isTrue();
  }

  @Test
  void shouldNotStopAnEncodingForWhoeverLooksAwayForAMoment() {
    obey(publisher());
    SimulatedClient viewer = viewer(0);
    call.run(5_000);
    int told = layersWanted().size();
    for (int i = 0; i < 3; i++) {
      call.resize(viewer, 0, 320, 180);
      call.run(1_000);
      call.resize(viewer, 0, 1280, 720);
      call.run(200);
    }
    List<List<String>> since = layersWanted().subList(told, layersWanted().size());
    assertThat(since).allMatch(rids -> rids.contains("f"));
    assertThat(call.end()).isTrue();
  }

  @Test
  void shouldGoOnWithWhatIsThereWhenAPublisherDoesNotObey() {
    SimulatedClient publisher = publisher();
    publisher.video(F).pause(true);
    SimulatedClient viewer = viewer(1);
    runUntilShown(viewer, H, 2_000);
    assertThat(layersWanted().getLast()).contains("f", "h");
    runWithoutFreeze(viewer, 4_000);
    assertThat(layersWanted().getLast()).containsExactly("h", "f");
    assertThat(call.end()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void shouldSurviveSwitchingOverLossyLinks(long seed) {
    SimulatedCall lossy = new SimulatedCall(seed, 2);
    SimulatedClient publisher = lossy.join(0, SimulatedMedia.simulcast(SimulatedCodec.VP8), LOSSY);
    List<SimulatedClient> viewers =
        List.of(
            lossy.join(0, SimulatedMedia.viewer(SimulatedCodec.VP8), LOSSY),
            lossy.join(1, SimulatedMedia.viewer(SimulatedCodec.VP8), LOSSY));
    lossy.run(3_000);
    int[] widths = {320, 1280, 640, 320, 640, 1280};
    for (int width : widths) {
      for (SimulatedClient viewer : viewers) {
        lossy.resize(viewer, 0, width, width * 9 / 16);
      }
      int encoding = width == 320 ? Q : width == 640 ? H : F;
      for (SimulatedClient viewer : viewers) {
        SimulatedSlot slot = viewer.slot(0);
        lossy.runUntil("encoding " + encoding, 3_000, () -> slot.encoding() == encoding);
        int decoded = slot.decoded();
        lossy.runUntil("frames", 3_000, () -> slot.decoded() > decoded + 20);
      }
    }
    for (SimulatedClient viewer : viewers) {
      assertThat(viewer.slot(0).timestampsWentBack()).isFalse();
    }
    assertThat(publisher.video(F).keyFrames()).isLessThan(40);
    assertThat(lossy.end()).isTrue();
  }

  @Test
  void shouldAskForFewKeyFramesWhenManyWantTheSameEncoding() {
    SimulatedClient publisher = publisher();
    call.run(1_000);
    int[] before = new int[3];
    for (int i = 0; i < 3; i++) {
      before[i] = publisher.video(i).keyFrames();
    }
    List<SimulatedClient> viewers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      viewers.add(viewer(i % 2));
    }
    call.run(1_500);
    for (SimulatedClient viewer : viewers) {
      assertThat(viewer.slot(0).encoding()).isEqualTo(F);
    }
    SimulatedVideo highest = publisher.video(F);
    assertThat(highest.keyFrames() - before[F]).isLessThanOrEqualTo(3);
    assertThat(publisher.video(Q).keyFrames()).isEqualTo(before[Q]);
    assertThat(call.end()).isTrue();
  }
}
