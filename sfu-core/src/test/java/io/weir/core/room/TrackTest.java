package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.MediaKind;
import io.weir.core.control.SlotView;
import io.weir.core.control.TrackSource;
import io.weir.core.stream.KeyFrameCache;
import io.weir.core.testkit.RtpPacketBuilder;
import io.weir.core.testkit.TransportFixture;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrackTest {
  private static final long NOW = 1_000_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 4);
  private final RoomParts parts = new RoomParts();
  private final Track track =
      parts.track(1, TrackSource.CAMERA, TransportFixture.simulcast("v", "q", "h", "f"));

  @BeforeEach
  void connect() {
    parts.fixture.connect();
  }

  private void arrive(int encoding, long nowNs) {
    arrive(encoding, 7, nowNs);
  }

  private boolean arrive(int encoding, long sequence, long nowNs) {
    Packet packet = new RtpPacketBuilder().buildParsed(pool);
    packet.extendedSequence = sequence;
    packet.arrivalNs = nowNs;
    boolean begins = track.encoding(encoding).onPacket(packet);
    pool.release(packet);
    return begins;
  }

  /** Whether newcomers can still start from a key frame that came when somebody watched. */
  private boolean keepsKeyFrameWhenNobodyWatches(Track of) {
    Packet packet = new RtpPacketBuilder().buildParsed(pool);
    packet.keyFrame = true;
    packet.arrivalNs = NOW;
    Encoding encoding = of.encoding(0);
    encoding.onPacket(packet);
    encoding.keep(packet);
    Slot slot = parts.slot(MediaKind.VIDEO, 0);
    slot.show(of, NOW);
    of.settle(NOW);
    assertThat(encoding.slots()).containsExactly(slot);
    slot.show(null, NOW);
    of.settle(NOW);
    KeyFrameCache cache = encoding.cache();
    boolean keeps = cache != null && cache.mayBecomeUseful(NOW);
    of.close();
    return keeps;
  }

  private Slot slot(int index, int width, int height) {
    Slot slot = parts.slot(MediaKind.VIDEO, index);
    slot.view(new SlotView(slot.mid(), new SlotView.Target.Automatic(), width, height, 0));
    slot.show(track, NOW);
    return slot;
  }

  private void sizes(int... widths) {
    for (int i = 0; i < widths.length; i++) {
      track.encoding(i).size(widths[i], widths[i] * 9 / 16);
    }
    track.updateLayers();
  }

  @Test
  void shouldLetTheNextLowerStandInElseTheNextHigher() {
    assertThat(track.available(1)).as("nothing is sent").isEqualTo(1);
    arrive(2, NOW);
    assertThat(track.available(0)).isEqualTo(2);
    arrive(0, NOW);
    assertThat(track.available(1)).isZero();
    assertThat(track.available(2)).isEqualTo(2);
  }

  @Test
  void shouldHoldAnEncodingForEndedOnlyWhileOthersGoOn() {
    arrive(0, NOW);
    arrive(2, NOW);
    assertThat(track.measure(NOW + 5 * SECOND)).as("all are silent").isFalse();
    arrive(0, NOW + 6 * SECOND);
    assertThat(track.measure(NOW + 6 * SECOND)).isTrue();
    assertThat(track.encoding(2).isActive()).isFalse();
    assertThat(track.encoding(0).isActive()).isTrue();
  }

  @Test
  void shouldGiveASlotOnlyTheEncodingsThatItNeeds() {
    sizes(320, 640, 1280);
    for (int i = 0; i < 3; i++) {
      arrive(i, NOW);
    }
    Slot small = slot(0, 320, 180);
    Slot large = slot(1, 0, 0);
    track.settle(NOW);
    assertThat(track.encoding(0).slots()).as("large begins with any").containsExactly(small, large);
    assertThat(track.encoding(1).slots()).containsExactly(large);
    assertThat(track.encoding(2).slots()).containsExactly(large);
    assertThat(parts.wanted).isEqualTo(0b111);
    large.show(null, NOW);
    track.settle(NOW);
    assertThat(track.encoding(2).slots()).isEmpty();
    assertThat(parts.wanted).isEqualTo(0b001);
    track.wantedBy(3, 0b010);
    track.settle(NOW);
    assertThat(track.encoding(1).otherWorkers()).containsExactly(3);
    assertThat(parts.wanted).isEqualTo(0b011);
    track.wantedBy(3, 0);
    small.show(null, NOW);
    track.settle(NOW);
    assertThat(parts.wanted).isZero();
  }

  @Test
  void shouldLetNothingThatIsLateBringAnEncodingBack() {
    assertThat(arrive(0, 8, NOW)).isTrue();
    assertThat(track.encoding(0).end()).isTrue();
    assertThat(arrive(0, 7, NOW)).as("late").isFalse();
    assertThat(track.encoding(0).isActive()).isFalse();
    assertThat(arrive(0, 9, NOW)).isTrue();
    assertThat(arrive(0, 10, NOW)).as("it is there already").isFalse();
    assertThat(track.encoding(0).isActive()).isTrue();
  }

  @Test
  void shouldKeepKeyFramesThatNobodyWatchesWherePacketsGoOnComing() {
    assertThat(keepsKeyFrameWhenNobodyWatches(parts.camera(1))).isTrue();
    assertThat(keepsKeyFrameWhenNobodyWatches(parts.camera(1, 1))).isFalse();
  }

  @Test
  void shouldSortSlotsAnewOnlyWhenOneWantsOtherEncodings() {
    sizes(320, 640, 1280);
    for (int i = 0; i < 3; i++) {
      arrive(i, NOW);
    }
    Slot slot = slot(0, 320, 180);
    track.settle(NOW);
    Slot[] before = track.encoding(0).slots();
    slot.view(new SlotView(slot.mid(), new SlotView.Target.Automatic(), 300, 170, 0));
    slot.resize(NOW);
    track.settle(NOW);
    assertThat(track.encoding(0).slots()).isSameAs(before);
    slot.view(new SlotView(slot.mid(), new SlotView.Target.Automatic(), 1280, 720, 0));
    slot.resize(NOW);
    track.settle(NOW);
    assertThat(track.encoding(2).slots()).containsExactly(slot);
  }

  @Test
  void shouldWantWhatIsNotSentAndWhatStandsInForIt() {
    arrive(0, NOW);
    slot(0, 0, 0);
    track.settle(NOW);
    assertThat(parts.wanted).isEqualTo(0b101);
  }

  @Test
  void shouldSendToWhoShowsItHoweverManyChangeAtOnce() {
    Random random = new Random(1);
    Track other = parts.track(2, TrackSource.CAMERA, TransportFixture.video("w", 11, 12));
    Track shown = parts.track(3, TrackSource.CAMERA, TransportFixture.video("x", 13, 14));
    List<Slot> slots = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      slots.add(parts.slot(MediaKind.VIDEO, i));
    }
    for (int turn = 0; turn < 200; turn++) {
      for (int changes = random.nextInt(40); changes > 0; changes--) {
        Slot slot = slots.get(random.nextInt(slots.size()));
        slot.show(random.nextBoolean() ? shown : random.nextBoolean() ? other : null, NOW);
      }
      shown.settle(NOW);
      other.settle(NOW);
      for (Track each : List.of(shown, other)) {
        assertThat(each.encoding(0).slots())
            .as("turn " + turn)
            .containsExactlyInAnyOrderElementsOf(each.slots());
      }
    }
    assertThat(shown.slots()).isNotEmpty();
  }
}
