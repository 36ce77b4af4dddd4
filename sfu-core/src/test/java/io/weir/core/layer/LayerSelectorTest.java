package io.weir.core.layer;

import static io.weir.core.layer.LayerSelector.ALL_LAYERS;
import static io.weir.core.layer.LayerSelector.NONE;
import static io.weir.core.layer.LayerSelector.Verdict.BEGIN;
import static io.weir.core.layer.LayerSelector.Verdict.FORWARD;
import static io.weir.core.layer.LayerSelector.Verdict.LEAVE_OUT;
import static io.weir.core.layer.LayerSelector.Verdict.OTHER;
import static io.weir.core.layer.LayerSelector.Verdict.SKIP;
import static io.weir.core.layer.LayerSelector.Verdict.SWITCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.layer.LayerSelector.Verdict;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class LayerSelectorTest {
  private final LayerSelector selector = new LayerSelector();
  private final Packet packet =
      new RtpPacketBuilder().buildParsed(new PacketPool(Arena.ofAuto(), 1));
  private long sequence = 70_000;

  /** A packet that is a whole frame. */
  private Verdict select(int encoding, boolean keyFrame) {
    return frame(encoding, keyFrame, 0, false, sequence++);
  }

  private Verdict select(boolean keyFrame) {
    return select(0, keyFrame);
  }

  private Verdict layer(int temporalLayer, boolean layerSync) {
    return frame(0, false, temporalLayer, layerSync, sequence++);
  }

  private Verdict layer(int temporalLayer) {
    return layer(temporalLayer, false);
  }

  private Verdict frame(
      int encoding, boolean keyFrame, int temporalLayer, boolean layerSync, long number) {
    packet.timestamp = number * 3_000;
    return part(encoding, keyFrame, temporalLayer, layerSync, number);
  }

  /** A packet of the frame that was selected last, or of that of {@code packet.timestamp}. */
  private Verdict part(
      int encoding, boolean keyFrame, int temporalLayer, boolean layerSync, long number) {
    packet.encoding = encoding;
    packet.keyFrame = keyFrame;
    packet.temporalLayer = temporalLayer;
    packet.layerSync = layerSync;
    packet.extendedSequence = number;
    return selector.select(packet);
  }

  private void begin() {
    selector.rebind(true);
    assertThat(select(true)).isEqualTo(BEGIN);
  }

  /** Shows an encoding with all its layers. */
  private void begin(int encoding) {
    selector.target(encoding, ALL_LAYERS);
    selector.rebind(true);
    assertThat(select(encoding, true)).isEqualTo(BEGIN);
  }

  @Test
  void shouldBeginVideoAtAKeyFrame() {
    selector.rebind(true);
    assertThat(select(false)).isEqualTo(SKIP);
    assertThat(selector.awaitsKeyFrame()).isTrue();
    assertThat(selector.wantedKeyFrame()).isZero();
    assertThat(selector.current()).isEqualTo(NONE);
    assertThat(select(true)).isEqualTo(BEGIN);
    assertThat(selector.awaitsKeyFrame()).isFalse();
    assertThat(selector.wantedKeyFrame()).isEqualTo(NONE);
    assertThat(select(false)).isEqualTo(FORWARD);
    assertThat(select(true)).isEqualTo(FORWARD);
  }

  @Test
  void shouldBeginAudioAtOnce() {
    selector.rebind(false);
    assertThat(select(false)).isEqualTo(BEGIN);
    assertThat(select(false)).isEqualTo(FORWARD);
  }

  @Test
  void shouldWaitAgainAfterEachRebind() {
    begin();
    selector.rebind(true);
    assertThat(select(false)).isEqualTo(SKIP);
    assertThat(select(true)).isEqualTo(BEGIN);
  }

  @Test
  void shouldGoOnWithTheOldEncodingUntilTheKeyFrameOfTheNewOne() {
    begin();
    selector.target(2, ALL_LAYERS);
    assertThat(selector.wantedKeyFrame()).isEqualTo(2);
    assertThat(selector.awaitsKeyFrame()).as("something is shown").isFalse();
    assertThat(select(0, false)).isEqualTo(FORWARD);
    assertThat(select(2, false)).isEqualTo(SKIP);
    assertThat(select(1, true)).as("a layer in between").isEqualTo(OTHER);
    assertThat(select(0, true)).isEqualTo(FORWARD);
    assertThat(select(2, true)).isEqualTo(SWITCH);
    assertThat(selector.current()).isEqualTo(2);
    assertThat(selector.wantedKeyFrame()).isEqualTo(NONE);
    assertThat(select(0, false)).isEqualTo(OTHER);
    assertThat(select(0, true)).isEqualTo(OTHER);
    assertThat(select(2, false)).isEqualTo(FORWARD);
  }

  @Test
  void shouldSwitchDownAtAKeyFrame() {
    selector.target(2, ALL_LAYERS);
    selector.rebind(true);
    assertThat(select(2, true)).isEqualTo(BEGIN);
    selector.target(1, ALL_LAYERS);
    assertThat(select(2, false)).isEqualTo(FORWARD);
    assertThat(select(1, true)).isEqualTo(SWITCH);
    assertThat(select(2, false)).isEqualTo(OTHER);
  }

  @Test
  void shouldShowASmallPictureRatherThanNoneWhileTheWantedOneIsMissing() {
    selector.target(2, ALL_LAYERS);
    selector.rebind(true);
    assertThat(select(0, false)).isEqualTo(OTHER);
    assertThat(select(0, true)).isEqualTo(BEGIN);
    assertThat(selector.wantedKeyFrame()).isEqualTo(2);
    assertThat(select(1, true)).isEqualTo(OTHER);
    assertThat(select(2, true)).isEqualTo(SWITCH);
  }

  @Test
  void shouldNeverShowMoreThanIsWanted() {
    selector.target(0, ALL_LAYERS);
    selector.rebind(true);
    assertThat(select(2, true)).isEqualTo(OTHER);
    assertThat(select(1, true)).isEqualTo(OTHER);
    assertThat(select(0, true)).isEqualTo(BEGIN);
  }

  @Test
  void shouldStayWhenASwitchIsCalledOff() {
    begin();
    selector.target(1, ALL_LAYERS);
    selector.target(0, ALL_LAYERS);
    assertThat(selector.wantedKeyFrame()).isEqualTo(NONE);
    assertThat(select(1, true)).isEqualTo(OTHER);
    assertThat(select(0, false)).isEqualTo(FORWARD);
  }

  @Test
  void shouldForwardNothingWhilePausedAndBeginAnewAtAKeyFrame() {
    begin();
    selector.target(NONE, ALL_LAYERS);
    assertThat(selector.current()).isEqualTo(NONE);
    assertThat(selector.awaitsKeyFrame()).isFalse();
    assertThat(selector.wantedKeyFrame()).isEqualTo(NONE);
    assertThat(select(false)).isEqualTo(OTHER);
    assertThat(select(true)).isEqualTo(OTHER);
    selector.rebind(true);
    assertThat(select(true)).as("paused on another track, too").isEqualTo(OTHER);
    selector.target(0, ALL_LAYERS);
    assertThat(selector.wantedKeyFrame()).isZero();
    assertThat(select(false)).isEqualTo(SKIP);
    assertThat(select(true)).isEqualTo(BEGIN);
  }

  @Test
  void shouldLeaveTemporalLayersOutFromTheNextFrameOn() {
    begin();
    assertThat(layer(2)).isEqualTo(FORWARD);
    selector.target(0, 1);
    assertThat(part(0, false, 2, false, sequence++)).as("rest of a frame").isEqualTo(FORWARD);
    assertThat(layer(1)).isEqualTo(FORWARD);
    assertThat(layer(2)).isEqualTo(LEAVE_OUT);
    assertThat(selector.currentTemporalLayer()).isEqualTo(1);
    selector.target(0, 0);
    assertThat(layer(1)).isEqualTo(LEAVE_OUT);
    assertThat(layer(0)).isEqualTo(FORWARD);
  }

  @Test
  void shouldEnterTemporalLayersOneByOneWhereTheEncoderAllows() {
    begin();
    selector.target(0, 0);
    assertThat(layer(1)).isEqualTo(LEAVE_OUT);
    selector.target(0, ALL_LAYERS);
    assertThat(layer(1)).as("depends on what was left out").isEqualTo(LEAVE_OUT);
    assertThat(layer(2, true)).as("the layer below is missing").isEqualTo(LEAVE_OUT);
    assertThat(layer(0)).isEqualTo(FORWARD);
    assertThat(layer(1, true)).isEqualTo(FORWARD);
    assertThat(layer(2)).isEqualTo(LEAVE_OUT);
    assertThat(layer(1)).isEqualTo(FORWARD);
    assertThat(layer(2, true)).isEqualTo(FORWARD);
    assertThat(layer(2)).isEqualTo(FORWARD);
  }

  @Test
  void shouldEnterNoHigherTemporalLayerThanIsWanted() {
    begin();
    selector.target(0, 0);
    layer(0);
    selector.target(0, 1);
    assertThat(layer(1, true)).isEqualTo(FORWARD);
    assertThat(layer(2, true)).isEqualTo(LEAVE_OUT);
    assertThat(select(true)).isEqualTo(FORWARD);
    assertThat(layer(2, true)).as("a key frame changes nothing").isEqualTo(LEAVE_OUT);
  }

  @Test
  void shouldEnterAllWantedTemporalLayersAtAKeyFrame() {
    begin();
    selector.target(0, 0);
    layer(0);
    selector.target(0, 2);
    assertThat(select(true)).isEqualTo(FORWARD);
    assertThat(layer(2)).isEqualTo(FORWARD);
  }

  @Test
  void shouldTakeTheTemporalLayersOfTheTargetWithItsEncoding() {
    begin();
    selector.target(1, 0);
    assertThat(layer(2)).as("left at once").isEqualTo(LEAVE_OUT);
    assertThat(select(1, true)).isEqualTo(SWITCH);
    assertThat(frame(1, false, 1, true, sequence++)).isEqualTo(LEAVE_OUT);
    selector.target(0, ALL_LAYERS);
    assertThat(frame(1, false, 1, true, sequence++)).isEqualTo(FORWARD);
    assertThat(select(0, true)).isEqualTo(SWITCH);
    assertThat(layer(2)).isEqualTo(FORWARD);
  }

  @Test
  void shouldJudgeLatePacketsByWhatHeldAtTheirPlace() {
    begin();
    long before = sequence++;
    layer(0);
    selector.target(0, 0);
    long left = sequence++;
    layer(0);
    long out = sequence++;
    layer(0);
    selector.target(0, ALL_LAYERS);
    long start = sequence++;
    packet.timestamp = start * 3_000;
    assertThat(part(0, false, 1, true, sequence++)).as("second packet").isEqualTo(FORWARD);
    layer(0);

    assertThat(part(0, false, 1, true, start)).as("of another frame").isEqualTo(LEAVE_OUT);
    assertThat(frame(0, false, 1, true, start)).as("first packet").isEqualTo(FORWARD);
    assertThat(frame(0, false, 1, true, out)).isEqualTo(LEAVE_OUT);
    assertThat(frame(0, false, 0, false, out)).isEqualTo(FORWARD);
    assertThat(frame(0, false, 1, false, before)).as("from before").isEqualTo(FORWARD);
    assertThat(frame(0, false, 1, false, left)).isEqualTo(FORWARD);
  }

  @Test
  void shouldSettleAgainOnceEverythingPassesForLong() {
    begin();
    selector.target(0, 0);
    layer(0);
    selector.target(0, ALL_LAYERS);
    long late = sequence++;
    assertThat(select(true)).isEqualTo(FORWARD);
    for (int i = 0; i < 5_000; i++) {
      assertThat(layer(i % 3)).isEqualTo(FORWARD);
    }
    assertThat(frame(0, false, 1, false, late)).as("nothing to decide").isEqualTo(FORWARD);
  }

  @Test
  void shouldForwardTheLowestTemporalLayerAloneUntilAHurriedSwitchDown() {
    begin(2);
    selector.target(0, ALL_LAYERS, true);
    assertThat(selector.targetTemporalLayer()).isEqualTo(ALL_LAYERS);
    assertThat(frame(2, false, 2, false, sequence++)).isEqualTo(LEAVE_OUT);
    assertThat(frame(2, false, 1, true, sequence++)).as("not to enter again").isEqualTo(LEAVE_OUT);
    assertThat(frame(2, false, 0, false, sequence++)).isEqualTo(FORWARD);
    assertThat(selector.currentTemporalLayer()).isZero();

    assertThat(select(0, true)).isEqualTo(SWITCH);
    assertThat(selector.currentTemporalLayer()).isEqualTo(ALL_LAYERS);
    assertThat(layer(2)).as("all of the smaller encoding").isEqualTo(FORWARD);
  }

  @Test
  void shouldTakeTheWantedTemporalLayersOfTheEncodingAfterAHurriedSwitch() {
    begin(1);
    selector.target(0, 1, true);
    assertThat(frame(1, false, 1, false, sequence++)).isEqualTo(LEAVE_OUT);
    assertThat(select(0, true)).isEqualTo(SWITCH);
    assertThat(layer(1)).isEqualTo(FORWARD);
    assertThat(layer(2)).isEqualTo(LEAVE_OUT);
  }

  @Test
  void shouldHurryOnlyTowardsASmallerEncoding() {
    begin(1);
    selector.target(1, ALL_LAYERS, true);
    assertThat(frame(1, false, 2, false, sequence++)).as("the same").isEqualTo(FORWARD);
    selector.target(2, ALL_LAYERS, true);
    assertThat(frame(1, false, 2, false, sequence++)).as("a larger one").isEqualTo(FORWARD);
    selector.target(1, 1, true);
    assertThat(frame(1, false, 1, false, sequence++)).as("wanted").isEqualTo(FORWARD);
    assertThat(frame(1, false, 2, false, sequence++)).as("too much").isEqualTo(LEAVE_OUT);
  }

  @Test
  void shouldLetTemporalLayersComeBackWhenTheHurryIsOver() {
    begin(1);
    selector.target(0, ALL_LAYERS, true);
    assertThat(frame(1, false, 1, true, sequence++)).isEqualTo(LEAVE_OUT);
    selector.target(1, ALL_LAYERS);
    assertThat(frame(1, false, 1, false, sequence++)).as("no place to enter").isEqualTo(LEAVE_OUT);
    assertThat(frame(1, false, 1, true, sequence++)).isEqualTo(FORWARD);
    assertThat(frame(1, false, 2, true, sequence++)).isEqualTo(FORWARD);
  }
}
