package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.Command;
import io.weir.core.control.Event;
import io.weir.core.control.SlotReason;
import io.weir.core.control.SlotView.Target;
import io.weir.core.counter.PacketCounter;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.SimulatedCall;
import io.weir.core.testkit.SimulatedClient;
import io.weir.core.testkit.SimulatedSlot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedCallTest {
  private static final Conditions BAD = new Conditions(0.05, 0.02, 30_000_000, 15_000_000);

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldShowEverybodyToEverybody(int workers) {
    SimulatedCall call = new SimulatedCall(1, workers);
    List<SimulatedClient> clients = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      clients.add(call.join(i % workers, true, 3, Conditions.GOOD));
    }
    call.run(5_000);
    for (SimulatedClient client : clients) {
      List<Integer> seen = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        SimulatedSlot slot = client.slot(i);
        seen.add(slot.publisher());
        assertThat(slot.csrc()).isEqualTo(slot.publisher());
        assertThat(slot.decoded()).isGreaterThan(100);
        assertThat(slot.holes()).isZero();
        assertThat(slot.timestampsWentBack()).isFalse();
      }
      assertThat(seen)
          .containsExactlyInAnyOrderElementsOf(
              clients.stream().map(SimulatedClient::id).filter(id -> id != client.id()).toList());
    }
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,1", "3,1", "4,2", "5,2"})
  void shouldRepairLossOnBothSidesOfTheServer(long seed, int workers) {
    SimulatedCall call = new SimulatedCall(seed, workers);
    SimulatedClient publisher = call.join(0, true, 0, BAD);
    SimulatedClient viewer = call.join(workers - 1, false, 1, BAD);
    call.run(20_000);
    SimulatedSlot slot = viewer.slot(0);
    assertThat(slot.publisher()).isEqualTo(publisher.id());
    assertThat(slot.decoded()).as("frames of about 595").isGreaterThan(540);
    assertThat(slot.timestampsWentBack()).isFalse();
    assertThat(call.worker(0).count(PacketCounter.RECEIVED_RETRANSMISSIONS)).isPositive();
    assertThat(call.worker(workers - 1).count(PacketCounter.SENT_RETRANSMISSIONS)).isPositive();
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1,1,false", "2,2,false", "3,1,true", "4,2,true"})
  void shouldSwitchSlotsWithoutASeam(long seed, int workers, boolean bad) {
    SimulatedCall call = new SimulatedCall(seed, workers);
    Conditions conditions = bad ? BAD : Conditions.GOOD;
    List<SimulatedClient> publishers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      publishers.add(call.join(i % workers, true, 0, conditions));
    }
    SimulatedClient viewer = call.join(0, false, 2, conditions);
    call.run(1_000);
    for (int i = 0; i < 100; i++) {
      int slot = i % 2;
      int wanted = publishers.get((7 * i) % 6).id();
      call.view(viewer, slot, new Target.Track(wanted));
      call.runUntil(
          "publisher " + wanted + " in slot " + slot,
          3_000,
          () -> viewer.slot(slot).publisher() == wanted && viewer.slot(slot).csrc() == wanted);
    }
    for (int i = 0; i < 2; i++) {
      assertThat(viewer.slot(i).timestampsWentBack()).isFalse();
      if (!bad) {
        assertThat(viewer.slot(i).holes()).isZero();
      }
    }
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  /** Enough watch for packets to wait for each other; then viewers switch between the cameras. */
  @ParameterizedTest
  @CsvSource({"1,1,false", "2,2,false", "3,1,true", "4,2,true"})
  void shouldLoseNothingWhereBusyWorkersCollectPackets(long seed, int workers, boolean bad) {
    SimulatedCall call = new SimulatedCall(seed, workers);
    Conditions conditions = bad ? BAD : Conditions.GOOD;
    SimulatedClient first = call.join(0, true, 0, conditions);
    SimulatedClient second = call.join(workers - 1, true, 0, conditions);
    List<SimulatedClient> viewers = new ArrayList<>();
    for (int i = 0; i < workers * 2 * TrainPatience.MIN_SUBSCRIBERS; i++) {
      viewers.add(call.join(i % workers, false, 2, conditions));
    }
    for (int i = 0; i < workers; i++) {
      call.worker(i).busyRatio(1);
    }
    call.run(2_000);
    for (int i = 0; i < 20; i++) {
      int wanted = i % 2 == 0 ? second.id() : first.id();
      SimulatedClient viewer = viewers.get(i);
      call.view(viewer, 0, new Target.Track(wanted));
      call.runUntil("the switch", 3_000, () -> viewer.slot(0).csrc() == wanted);
    }
    call.run(1_000);
    for (SimulatedClient viewer : viewers) {
      SimulatedSlot slot = viewer.slot(0);
      assertThat(slot.decoded()).isGreaterThan(bad ? 40 : 60);
      assertThat(slot.timestampsWentBack()).isFalse();
      if (!bad) {
        assertThat(slot.holes()).isZero();
      }
    }
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldKeepEachSlotOnOneLineForLifeWhateverItShows(int workers) {
    SimulatedCall call = new SimulatedCall(9, workers);
    SimulatedClient first = call.join(0, true, 0, Conditions.GOOD);
    SimulatedClient second = call.join(workers - 1, true, 0, Conditions.GOOD);
    SimulatedClient viewer = call.join(0, false, 1, Conditions.GOOD);
    for (int i = 0; i < 10; i++) {
      call.view(viewer, 0, new Target.Track(i % 2 == 0 ? first.id() : second.id()));
      call.run(1_000);
    }
    assertThat(viewer.senderReportLines()).hasSizeGreaterThan(5);
    long line = viewer.senderReportLines().getFirst();
    assertThat(viewer.senderReportLines()).allMatch(each -> Math.abs(each - line) <= 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldAskForFewKeyFramesHoweverManyWatch(int workers) {
    SimulatedCall call = new SimulatedCall(5, workers);
    SimulatedClient publisher = call.join(0, true, 0, Conditions.GOOD);
    call.run(2_000);
    int before = publisher.video().keyFrames();
    List<SimulatedClient> viewers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      viewers.add(call.join(i % workers, false, 1, Conditions.GOOD));
    }
    call.run(2_000);
    assertThat(viewers).allMatch(viewer -> viewer.slot(0).decoded() > 20);
    assertThat(publisher.video().keyFrames() - before).isLessThanOrEqualTo(3);
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldShowANewcomerThePictureAsSoonAsTheirTransportStands(int workers) {
    SimulatedCall call = new SimulatedCall(10, workers);
    call.join(0, true, 0, Conditions.GOOD);
    call.run(2_000);
    for (int i = 0; i < 5; i++) {
      SimulatedClient viewer =
          call.join(workers - 1, false, 1, new Conditions(0, 0, 40_000_000, 0));
      // Two ways there and two back make the handshake, then come a frame's 33 ms and its way; a
      // request that was wasted on the handshake would cost another 200.
      call.runUntil("first picture", 260, () -> viewer.slot(0).decoded() > 0);
      call.run(1_000);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldStopAtMuteAndBeginAgainWithAKeyFrame(int workers) {
    SimulatedCall call = new SimulatedCall(6, workers);
    SimulatedClient publisher = call.join(0, true, 0, Conditions.GOOD);
    SimulatedClient viewer = call.join(workers - 1, false, 1, Conditions.GOOD);
    call.run(2_000);
    call.submit(new Command.MuteTrack(SimulatedCall.ROOM, publisher.id(), publisher.id(), true));
    call.run(500);
    int decoded = viewer.slot(0).decoded();
    call.run(2_000);
    assertThat(viewer.slot(0).decoded()).isEqualTo(decoded);
    int keyFrames = publisher.video().keyFrames();
    call.submit(new Command.MuteTrack(SimulatedCall.ROOM, publisher.id(), publisher.id(), false));
    call.runUntil("video after unmute", 1_000, () -> viewer.slot(0).decoded() > decoded + 5);
    assertThat(publisher.video().keyFrames()).isGreaterThan(keyFrames);
    assertThat(viewer.slot(0).holes()).isZero();
    assertThat(viewer.slot(0).timestampsWentBack()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldMuteAndUnmuteWhatALaterOfferSays(int workers) {
    SimulatedCall call = new SimulatedCall(13, workers);
    SimulatedClient publisher = call.join(0, true, 0, Conditions.GOOD);
    SimulatedClient viewer = call.join(workers - 1, false, 1, Conditions.GOOD);
    call.run(2_000);
    publisher.offerAgain(true, call.nowNs());
    call.run(500);
    int decoded = viewer.slot(0).decoded();
    call.run(1_000);
    assertThat(viewer.slot(0).decoded()).isEqualTo(decoded);
    publisher.offerAgain(false, call.nowNs());
    call.runUntil("video after unmute", 1_000, () -> viewer.slot(0).decoded() > decoded + 5);
    assertThat(viewer.slot(0).holes()).isZero();
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldEmptyTheSlotOfWhoLeaves(int workers) {
    SimulatedCall call = new SimulatedCall(7, workers);
    SimulatedClient publisher = call.join(0, true, 0, Conditions.GOOD);
    SimulatedClient viewer = call.join(workers - 1, false, 1, Conditions.GOOD);
    call.run(2_000);
    publisher.leave(call.nowNs());
    call.run(100);
    assertThat(call.events())
        .contains(
            new Event.SlotChanged(SimulatedCall.ROOM, viewer.id(), "s0", null, SlotReason.LEFT));
    assertThat(call.end()).as("pool is full again").isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldSayThatAClientFellSilentAndIsBack(int workers) {
    SimulatedCall call = new SimulatedCall(8, workers);
    SimulatedClient client = call.join(workers - 1, true, 0, Conditions.GOOD);
    call.run(1_000);
    client.conditions(new Conditions(1, 0, 0, 0));
    call.run(14_500);
    Event idle = new Event.TransportIdle(SimulatedCall.ROOM, client.id(), true);
    assertThat(call.events()).doesNotContain(idle);
    call.run(1_000);
    assertThat(call.events()).contains(idle);
    client.conditions(Conditions.GOOD);
    call.run(3_000);
    assertThat(call.events())
        .contains(new Event.TransportIdle(SimulatedCall.ROOM, client.id(), false));
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void shouldBeTheSameCallForTheSameSeed(long seed) {
    assertThat(outcome(seed)).isEqualTo(outcome(seed));
  }

  private static List<Integer> outcome(long seed) {
    SimulatedCall call = new SimulatedCall(seed, 1);
    call.join(0, true, 0, BAD);
    SimulatedClient viewer = call.join(0, false, 1, BAD);
    call.run(5_000);
    SimulatedSlot slot = viewer.slot(0);
    return List.of(slot.decoded(), slot.holes());
  }
}
