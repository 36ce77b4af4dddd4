package io.weir.core.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.model.StreamJudge;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults that are planted into a stream which was forwarded well: each must be found. */
class StreamJudgeTest {
  private static final int HIGHEST_LAYER = 2;

  private static final RecordedStream GOOD = new RecordedStream();

  private final RecordedStream stream = new RecordedStream(GOOD);

  private static SimulatedClient switchBackAndForth(SimulatedCodec codec, RecordedStream record) {
    SimulatedCall call = new SimulatedCall(3, 1);
    call.join(0, SimulatedMedia.simulcast(codec).withQuality(VideoQuality.CAMERA), Conditions.GOOD);
    SimulatedClient viewer = call.join(0, SimulatedMedia.viewer(codec), Conditions.GOOD);
    viewer.recordForwarded(record::add);
    call.run(1_500);
    for (int width : new int[] {320, 1280, 640}) {
      call.resize(viewer, 0, width, width * 9 / 16);
      call.run(1_500);
    }
    return viewer;
  }

  @BeforeAll
  static void recordAGoodStream() {
    switchBackAndForth(SimulatedCodec.VP8, GOOD);
    assertThat(GOOD.judge().faults()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindNothingWrongWithAStreamThatWasForwardedWell(SimulatedCodec codec) {
    RecordedStream good = new RecordedStream();
    SimulatedClient viewer = switchBackAndForth(codec, good);
    StreamJudge.Report report = viewer.judge(0);
    assertThat(report.faults()).isEmpty();
    assertThat(report.holes()).isZero();
    assertThat(report.frames()).isGreaterThan(150);
    assertThat(report.decodable()).isEqualTo(report.frames());
    // Key frames of the simulated H264 tell no size, so that viewers stay with the best encoding.
    int least = codec == SimulatedCodec.H264 ? 2 : 3;
    assertThat(viewer.slot(0).encodings()).hasSizeGreaterThanOrEqualTo(least);
  }

  @Test
  void shouldCatchPictureIdsThatAreNotRewrittenAtASwitch() {
    stream.shiftPictureIds(stream.switchAt(2), 77);
    assertOneFault("has picture id");
  }

  @Test
  void shouldCatchTl0IndexesThatAreNotRewrittenAtASwitch() {
    stream.shiftTl0(stream.switchAt(2), 7);
    assertOneFault("tl0picidx");
  }

  @Test
  void shouldCatchAnUpSwitchWithoutKeyFrame() {
    int from = stream.switchAt(3);
    int keyFrame = stream.label(from).frame();
    stream.removeUnseen(from, i -> stream.label(i).frame() == keyFrame);
    assertThat(stream.judge().holes()).isZero();
    assertThat(stream.judge().faults())
        .anyMatch(fault -> fault.contains("begins no key frame"))
        .anyMatch(fault -> fault.contains("is predicted from frame " + keyFrame));
  }

  @Test
  void shouldCatchAPacketOfTheOldEncodingAfterTheSwitch() {
    int at = stream.switchAt(2);
    stream.repeat(at - 2, at + 2);
    assertThat(stream.judge().faults())
        .anyMatch(fault -> fault.contains("goes on at packet") && fault.contains("of encoding"));
  }

  @Test
  void shouldCatchATemporalLayerEnteredWhereItMustNotBe() {
    int from = stream.switchAt(3) + 200;
    int lastSync = from;
    while (stream.temporalLayer(lastSync) != HIGHEST_LAYER || !stream.isSync(lastSync)) {
      lastSync++;
    }
    int until = lastSync;
    while (stream.temporalLayer(until) != HIGHEST_LAYER || stream.isSync(until)) {
      until++;
    }
    int end = until;
    stream.removeUnseen(from, i -> i < end && stream.temporalLayer(i) == HIGHEST_LAYER);
    assertThat(stream.judge().holes()).isZero();
    assertThat(stream.judge().faults()).isNotEmpty().allMatch(fault -> fault.contains("predicted"));
  }

  @Test
  void shouldCatchATemporalLayerEnteredTooEarlyAfterASwitchByTheDescriptorAlone() {
    int from = stream.switchAt(3);
    int key = stream.label(from).frame();
    // T2 and T1 of the first round are sync frames; without them nobody may see a later one.
    stream.removeUnseen(from, i -> stream.isSync(i) && stream.label(i).frame() < key + 4);
    assertThat(stream.judge().faults()).anyMatch(fault -> fault.contains("enters temporal layer"));
  }

  @Test
  void shouldCatchHolesWhereALayerWasLeftOut() {
    stream.remove(stream.switchAt(3), i -> stream.temporalLayer(i) == HIGHEST_LAYER);
    assertThat(stream.judge().holes()).isGreaterThan(10);
  }

  @Test
  void shouldCatchPictureIdsWithGapsWhereALayerWasLeftOut() {
    stream.remove(stream.switchAt(3), i -> stream.temporalLayer(i) == HIGHEST_LAYER);
    stream.renumber();
    assertThat(stream.judge().faults()).anyMatch(fault -> fault.contains("has picture id"));
  }

  @Test
  void shouldCatchTimestampsThatGoBack() {
    stream.shiftTimestamps(stream.switchAt(2), -100_000);
    assertOneFault("has timestamp");
  }

  @Test
  void shouldCatchAFrameWithoutItsEnd() {
    int at = stream.switchAt(2) - 1;
    stream.clearMarker(at);
    assertThat(stream.judge().cut()).isEqualTo(1);
    int later = stream.switchAt(2) + 30;
    while (!stream.isMarked(later)) {
      later++;
    }
    stream.clearMarker(later);
    assertThat(stream.judge().faults()).anyMatch(fault -> fault.contains("has no end"));
  }

  @Test
  void shouldCatchFramesThatAreMixed() {
    int at = stream.switchAt(3) + 20;
    while (stream.isMarked(at) || !stream.isMarked(at + 1)) {
      at++;
    }
    stream.swap(at + 1, at + 2);
    assertThat(stream.judge().faults()).isNotEmpty();
  }

  @Test
  void shouldCatchPacketsInTheWrongOrder() {
    stream.swap(stream.switchAt(3) + 1, stream.switchAt(3) + 2);
    assertThat(stream.judge().faults()).anyMatch(fault -> fault.contains("with its number 2"));
  }

  @Test
  void shouldCatchANumberThatIsUsedTwice() {
    stream.addAgain(50);
    assertOneFault("was sent twice");
  }

  @Test
  void shouldCatchRetransmissionsOfAnotherContent() {
    stream.addRetransmission(50, 0);
    assertThat(stream.judge().faults()).isEmpty();
    assertThat(stream.judge().retransmissions()).isEqualTo(1);
    stream.addRetransmission(51, 1);
    assertOneFault("not the same when it was sent again");
  }

  @Test
  void shouldTellHolesFromFaults() {
    int at = stream.switchAt(1) + 30;
    stream.remove(at, i -> i < at + 3);
    StreamJudge.Report report = stream.judge();
    assertThat(report.faults()).isEmpty();
    assertThat(report.holes()).isEqualTo(3);
    assertThat(report.decodable()).isLessThan(report.frames());
  }

  private void assertOneFault(String part) {
    assertThat(stream.judge().faults()).singleElement().asString().contains(part);
  }
}
