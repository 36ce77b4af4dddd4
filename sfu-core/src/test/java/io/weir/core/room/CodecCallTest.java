package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.Event;
import io.weir.core.control.SlotReason;
import io.weir.core.control.SlotView.Target;
import io.weir.core.counter.PacketCounter;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.SimulatedCall;
import io.weir.core.testkit.SimulatedClient;
import io.weir.core.testkit.SimulatedCodec;
import io.weir.core.testkit.SimulatedMedia;
import io.weir.core.testkit.SimulatedSlot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls in every codec, and in several at once. */
class CodecCallTest {
  private static final Conditions BAD = new Conditions(0.05, 0.02, 30_000_000, 15_000_000);

  @ParameterizedTest
  @EnumSource(SimulatedCodec.class)
  void shouldShowEveryCodecOverABadNetworkAndTwoWorkers(SimulatedCodec codec) {
    SimulatedCall call = new SimulatedCall(codec.ordinal(), 2);
    SimulatedClient publisher = call.join(0, SimulatedMedia.camera(codec), BAD);
    // Half of the others decode several codecs, as browsers do.
    SimulatedClient near = call.join(0, SimulatedMedia.viewer(codec), BAD);
    SimulatedClient far = call.join(1, SimulatedMedia.viewer(SimulatedCodec.values()), BAD);
    call.run(10_000);
    for (SimulatedClient viewer : List.of(near, far)) {
      SimulatedSlot slot = viewer.slot(0);
      assertThat(slot.publisher()).isEqualTo(publisher.id());
      assertThat(slot.decoded()).as("frames of about 295").isGreaterThan(250);
      assertThat(slot.timestampsWentBack()).isFalse();
    }
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  @Test
  void shouldSwitchASlotBetweenCodecs() {
    SimulatedCall call = new SimulatedCall(9, 2);
    List<SimulatedClient> publishers = new ArrayList<>();
    for (SimulatedCodec codec : SimulatedCodec.values()) {
      publishers.add(call.join(codec.ordinal() % 2, SimulatedMedia.camera(codec), Conditions.GOOD));
    }
    SimulatedClient viewer =
        call.join(0, SimulatedMedia.viewer(SimulatedCodec.values()), Conditions.GOOD);
    call.run(1_000);
    for (int i = 0; i < 40; i++) {
      int wanted = publishers.get((3 * i) % publishers.size()).id();
      call.view(viewer, 0, new Target.Track(wanted));
      call.runUntil("publisher " + wanted, 3_000, () -> viewer.slot(0).publisher() == wanted);
    }
    assertThat(viewer.slot(0).holes()).isZero();
    assertThat(viewer.slot(0).timestampsWentBack()).isFalse();
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  @Test
  void shouldSayThatASlotCannotDecodeATrackUntilALaterOfferCan() {
    SimulatedCall call = new SimulatedCall(3, 2);
    SimulatedClient publisher =
        call.join(0, SimulatedMedia.camera(SimulatedCodec.H264), Conditions.GOOD);
    SimulatedClient automatic =
        call.join(
            0, SimulatedMedia.viewer(SimulatedCodec.VP8, SimulatedCodec.VP9), Conditions.GOOD);
    SimulatedClient asking =
        call.join(1, SimulatedMedia.viewer(SimulatedCodec.AV1), Conditions.GOOD);
    call.view(asking, 0, new Target.Track(publisher.id()));
    call.run(2_000);
    for (SimulatedClient viewer : List.of(automatic, asking)) {
      assertThat(slotEvents(call, viewer))
          .containsExactly(
              new Event.SlotChanged(SimulatedCall.ROOM, viewer.id(), "s0", null, SlotReason.CODEC));
      assertThat(viewer.slot(0).publisher()).isEqualTo(-1);
    }
    assertThat(call.worker(0).count(PacketCounter.SLOT_CODEC)).isZero();

    for (SimulatedClient viewer : List.of(automatic, asking)) {
      viewer.offerSlots(List.of(SimulatedCodec.VP8, SimulatedCodec.H264), call.nowNs());
      call.runUntil("the picture", 2_000, () -> viewer.slot(0).publisher() == publisher.id());
      assertThat(slotEvents(call, viewer).getLast().binding())
          .isEqualTo(new Event.Binding(publisher.id(), publisher.id()));
    }

    automatic.offerSlots(List.of(SimulatedCodec.VP8), call.nowNs());
    call.run(100);
    assertThat(slotEvents(call, automatic).getLast())
        .isEqualTo(
            new Event.SlotChanged(
                SimulatedCall.ROOM, automatic.id(), "s0", null, SlotReason.CODEC));
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  @Test
  void shouldKeepASlotEmptyThroughAnOfferThatChangesItsStreams() {
    SimulatedCall call = new SimulatedCall(5, 1);
    call.join(0, SimulatedMedia.camera(SimulatedCodec.VP8), Conditions.GOOD);
    SimulatedClient viewer =
        call.join(0, SimulatedMedia.viewer(SimulatedCodec.VP8), Conditions.GOOD);
    call.runUntil("the picture", 3_000, () -> viewer.slot(0).publisher() >= 0);
    call.view(viewer, 0, new Target.Empty());
    call.run(500);
    int decoded = viewer.slot(0).decoded();

    viewer.offerSlotsWithoutRtx(call.nowNs());
    call.run(2_000);
    assertThat(viewer.slot(0).decoded()).isEqualTo(decoded);
    assertThat(slotEvents(call, viewer).getLast().binding()).isNull();

    call.view(viewer, 0, new Target.Automatic());
    call.runUntil("the picture again", 3_000, () -> viewer.slot(0).decoded() > decoded);
  }

  private static List<Event.SlotChanged> slotEvents(SimulatedCall call, SimulatedClient viewer) {
    return call.events().stream()
        .filter(Event.SlotChanged.class::isInstance)
        .map(Event.SlotChanged.class::cast)
        .filter(event -> event.participant() == viewer.id())
        .toList();
  }
}
