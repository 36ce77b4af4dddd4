package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.core.control.Command;
import io.weir.core.control.Event;
import io.weir.core.control.MediaKind;
import io.weir.core.control.PacerStatistics;
import io.weir.core.control.ParticipantStatistics;
import io.weir.core.control.SlotAllocation;
import io.weir.core.control.SlotPause;
import io.weir.core.control.SlotStatistics;
import io.weir.core.control.StreamStatistics;
import io.weir.core.control.TransportState;
import io.weir.core.control.TransportStatistics;
import io.weir.core.testkit.LinkDelay;
import io.weir.core.testkit.LinkRate;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.SimulatedCall;
import io.weir.core.testkit.SimulatedClient;
import io.weir.core.testkit.SimulatedCodec;
import io.weir.core.testkit.SimulatedMedia;
import io.weir.core.testkit.VideoQuality;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a room tells of a call whose every packet is known. */
class SimulatedStatisticsTest {

  /**
   * What the simulated camera sends when no key frame is wanted: 3 packets of 200 bytes at 30/s.
   */
  private static final double BITRATE = 30 * 3 * 200 * 8;

  @Test
  void shouldMeasureWhatAPublisherSendsAndWhatAViewerIsSent() {
    SimulatedCall call = new SimulatedCall(7, 1);
    SimulatedClient publisher = call.join(0, true, 0, Conditions.GOOD);
    SimulatedClient viewer = call.join(0, false, 1, Conditions.GOOD);
    call.run(5_000);

    ParticipantStatistics sending = statistics(call, publisher);
    StreamStatistics track = sending.tracks().getFirst().encodings().getFirst().stream();
    assertThat(track.codec()).isEqualTo("VP8");
    assertThat((double) track.media().bitrate()).isCloseTo(BITRATE, within(BITRATE / 10));
    assertThat(track.frameRate()).isCloseTo(30, within(2.0));
    assertThat(track.frames()).isBetween(140L, 151L);
    assertThat(track.keyFrames()).isPositive();
    assertThat(track.lost()).isZero();
    assertThat(sending.slots()).isEmpty();

    ParticipantStatistics watching = statistics(call, viewer);
    SlotStatistics slot = watching.slots().getFirst();
    assertThat(slot.kind()).isEqualTo(MediaKind.VIDEO);
    assertThat(slot.binding()).isEqualTo(new Event.Binding(publisher.id(), publisher.id()));
    assertThat(slot.awaitsKeyFrame()).isFalse();
    assertThat(slot.encoding()).isZero();
    assertThat(slot.temporalLayer()).as("nothing is left out").isEqualTo(SlotStatistics.NONE);
    assertThat((double) slot.stream().media().bitrate()).isCloseTo(BITRATE, within(BITRATE / 10));
    assertThat(slot.stream().frameRate()).isCloseTo(30, within(2.0));
    assertThat(slot.stream().codec()).isEqualTo("VP8");
    assertThat(call.end()).isTrue();
  }

  @Test
  void shouldTellOfTransportsWhereTheyLeadAndHowFarTheyAre() {
    SimulatedCall call = new SimulatedCall(8, 1);
    SimulatedClient viewer = call.join(0, false, 1, Conditions.GOOD);
    call.join(0, true, 0, Conditions.GOOD);
    call.run(5_000);

    TransportStatistics transport = Objects.requireNonNull(statistics(call, viewer).transport());
    assertThat(transport.state()).isEqualTo(TransportState.CONNECTED);
    assertThat(transport.idle()).isFalse();
    assertThat(Objects.requireNonNull(transport.path()).remoteAddress())
        .isEqualTo("10.0.0." + viewer.id());
    assertThat(transport.path().protocol()).isEqualTo("udp");
    assertThat(transport.srtpProfile()).isEqualTo("AEAD_AES_128_GCM");
    assertThat((double) transport.sent().bitrate()).isGreaterThan(BITRATE);
    assertThat(transport.sent().packets()).isGreaterThan(400);
    assertThat(call.end()).isTrue();
  }

  @Test
  void shouldCountLossRepairsAndRequestsOnBothSides() {
    SimulatedCall call = new SimulatedCall(9, 1);
    Conditions lossy = new Conditions(0.05, 0, 10_000_000, 2_000_000);
    SimulatedClient publisher = call.join(0, true, 0, lossy);
    SimulatedClient viewer = call.join(0, false, 1, lossy);
    call.run(20_000);

    StreamStatistics track =
        statistics(call, publisher).tracks().getFirst().encodings().getFirst().stream();
    assertThat(track.lost()).as("5 %% of some 1800 packets").isBetween(50L, 150L);
    assertThat(track.nacks()).isGreaterThan(50);
    assertThat(track.retransmissions()).isGreaterThan(50);
    assertThat(track.keyFrameRequests()).isPositive();
    assertThat(track.jitterNs()).isPositive();

    StreamStatistics slot = statistics(call, viewer).slots().getFirst().stream();
    assertThat(slot.nacks()).isGreaterThan(20);
    assertThat(slot.retransmissions()).isGreaterThan(20);
    assertThat(call.end()).isTrue();
  }

  @Test
  void shouldTellHowASlowLinkIsDividedAndWhatWaitsBeforeIt() {
    SimulatedCall call = new SimulatedCall(10, 1);
    for (int i = 0; i < 4; i++) {
      call.join(
          0,
          SimulatedMedia.simulcast(SimulatedCodec.VP8).withQuality(VideoQuality.CAMERA),
          Conditions.GOOD);
    }
    call.run(1_000);
    SimulatedMedia fourSlots = new SimulatedMedia(false, 4, null, 0).withFeedback();
    Conditions slow =
        Conditions.GOOD
            .withDelay(LinkDelay.of(20_000_000))
            .withRate(LinkRate.of(300_000, 300_000_000));
    SimulatedClient viewer = call.join(0, fourSlots, slow);
    call.resize(viewer, 0, 1_280, 720);
    call.run(20_000);

    ParticipantStatistics watching = statistics(call, viewer);
    long estimate = Objects.requireNonNull(watching.transport()).link().estimateBps();
    List<SlotAllocation> given = watching.slots().stream().map(SlotStatistics::allocation).toList();
    assertThat(given.stream().mapToLong(SlotAllocation::allocatedBps).sum())
        .isPositive()
        .isLessThanOrEqualTo(estimate);
    assertThat(given)
        .extracting(SlotAllocation::pause)
        .contains(SlotPause.BANDWIDTH)
        .contains((SlotPause) null);
    assertThat(given)
        .filteredOn(one -> one.pause() == SlotPause.BANDWIDTH)
        .allMatch(one -> one.encoding() == SlotStatistics.NONE && one.allocatedBps() == 0);
    assertThat(given)
        .filteredOn(one -> one.pause() == null)
        .allMatch(one -> one.encoding() >= 0 && one.allocatedBps() > 0);
    assertThat(given.getFirst().width()).isEqualTo(1_280);
    assertThat(given.getFirst().height()).isEqualTo(720);
    PacerStatistics pacer = Objects.requireNonNull(watching.transport().pacer());
    assertThat(pacer.longestWaitNs()).as("key frames wait, a little").isBetween(0L, 510_000_000L);
    assertThat(call.worker(0).pacerWaits().sumNs()).isPositive();
    assertThat(call.end()).isTrue();
  }

  @Test
  void shouldTellThatNothingIsDividedWithoutFeedbackAndWhoIsMuted() {
    SimulatedCall call = new SimulatedCall(11, 1);
    SimulatedClient publisher = call.join(0, true, 0, Conditions.GOOD);
    SimulatedClient viewer = call.join(0, false, 2, Conditions.GOOD);
    call.run(2_000);

    ParticipantStatistics watching = statistics(call, viewer);
    assertThat(Objects.requireNonNull(watching.transport()).pacer()).isNull();
    SlotAllocation shown = watching.slots().getFirst().allocation();
    assertThat(shown.allocatedBps()).isEqualTo(TransportStatistics.UNKNOWN);
    assertThat(shown.pause()).isNull();
    assertThat(shown.encoding()).isZero();
    SlotAllocation empty = watching.slots().getLast().allocation();
    assertThat(empty.encoding()).isEqualTo(SlotStatistics.NONE);
    assertThat(empty.pause()).isNull();

    call.submit(new Command.MuteTrack(SimulatedCall.ROOM, publisher.id(), publisher.id(), true));
    call.run(100);
    assertThat(statistics(call, viewer).slots().getFirst().allocation().pause())
        .isEqualTo(SlotPause.MUTED);
    assertThat(call.end()).isTrue();
  }

  private static ParticipantStatistics statistics(SimulatedCall call, SimulatedClient client) {
    Iterator<ParticipantStatistics> all = call.worker(0).room().statistics();
    while (all.hasNext()) {
      ParticipantStatistics statistics = all.next();
      if (statistics.participant() == client.id()) {
        return statistics;
      }
    }
    throw new AssertionError("not in the room");
  }
}
