package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.MediaKind;
import io.weir.core.control.SlotView;
import io.weir.core.control.TrackSource;
import io.weir.core.testkit.RtpPacketBuilder;
import io.weir.core.testkit.TransportFixture;
import java.lang.foreign.Arena;
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
    Packet packet = new RtpPacketBuilder().buildParsed(pool);
    packet.arrivalNs = nowNs;
    track.encoding(encoding).onPacket(packet);
    pool.release(packet);
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
  }

  @Test
  void shouldCallForTheSmallestEncodingThatIsLargeEnough() {
    assertThat(track.encodingFor(320, 180)).as("sizes are not known").isEqualTo(2);
    sizes(320, 640, 1280);
    assertThat(track.encodingFor(0, 0)).as("nothing is said").isEqualTo(2);
    assertThat(track.encodingFor(300, 200)).isZero();
    assertThat(track.encodingFor(370, 0)).as("85 %% are enough").isZero();
    assertThat(track.encodingFor(380, 400)).isEqualTo(1);
    assertThat(track.encodingFor(9_000, 180)).as("one dimension is enough").isZero();
    assertThat(track.encodingFor(1_920, 1_080)).isEqualTo(2);
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
  void shouldWantWhatIsNotSentAndWhatStandsInForIt() {
    arrive(0, NOW);
    slot(0, 0, 0);
    track.settle(NOW);
    assertThat(parts.wanted).isEqualTo(0b101);
  }
}
