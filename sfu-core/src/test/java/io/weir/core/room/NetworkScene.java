package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.ParticipantStatistics;
import io.weir.core.testkit.LinkStatistics;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.PlainSrtpEngine;
import io.weir.core.testkit.SimulatedCall;
import io.weir.core.testkit.SimulatedClient;
import io.weir.core.testkit.SimulatedCodec;
import io.weir.core.testkit.SimulatedFeedback;
import io.weir.core.testkit.SimulatedMedia;
import io.weir.core.testkit.SimulatedSlot;
import io.weir.core.testkit.VideoQuality;
import io.weir.core.testkit.model.StreamJudge;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * One camera in three encodings with temporal layers and those who watch it, each over a link of
 * their own: what a row of {@link NetworkScenariosTest} is played with. One thread.
 */
final class NetworkScene {
  private static final double FRAMES_PER_MS = 0.03;
  private static final long MS = 1_000_000L;

  private final SimulatedCall call;
  private final int workers;
  private final SimulatedClient publisher;
  private final List<SimulatedClient> viewers = new ArrayList<>();
  private final SimulatedFeedback.Kind feedback;

  /**
   * What one viewer saw over some time.
   *
   * @param frameShare frames decoded, of those that the camera took
   * @param longestPauseMs the longest time between two of them, up to the end
   */
  record Watched(double frameShare, long longestPauseMs) {}

  /** A scene whose even seeds have the viewers on another worker than the camera. */
  NetworkScene(long seed, Conditions fromPublisher) {
    this(seed, fromPublisher, SimulatedFeedback.Kind.TRANSPORT_WIDE);
  }

  /** The same, where those who tell how packets arrive do so in a certain way. */
  NetworkScene(long seed, Conditions fromPublisher, SimulatedFeedback.Kind feedback) {
    this.feedback = feedback;
    workers = seed % 2 == 0 ? 2 : 1;
    call = new SimulatedCall(seed, workers, new PlainSrtpEngine());
    publisher =
        call.join(
            0,
            SimulatedMedia.simulcast(SimulatedCodec.VP8).withQuality(VideoQuality.CAMERA),
            fromPublisher);
  }

  SimulatedCall call() {
    return call;
  }

  SimulatedClient publisher() {
    return publisher;
  }

  List<SimulatedClient> viewers() {
    return viewers;
  }

  /** Lets somebody watch over a link of their own; conditions are those of both directions. */
  SimulatedClient watch(Conditions conditions) {
    return watch(SimulatedMedia.viewer(SimulatedCodec.VP8, SimulatedCodec.H264), conditions);
  }

  /** Lets somebody watch whose client tells how packets arrive. */
  SimulatedClient watchWithFeedback(Conditions toViewer) {
    SimulatedMedia media =
        SimulatedMedia.viewer(SimulatedCodec.VP8, SimulatedCodec.H264).withFeedback(feedback);
    SimulatedClient viewer = watch(media, Conditions.GOOD);
    viewer.downlink().conditions(toViewer);
    viewer.uplink().conditions(Conditions.GOOD.withDelay(toViewer.delay()));
    return viewer;
  }

  private SimulatedClient watch(SimulatedMedia media, Conditions conditions) {
    SimulatedClient viewer = call.join(workers - 1, media, conditions);
    viewers.add(viewer);
    return viewer;
  }

  void run(long durationMs) {
    call.run(durationMs);
  }

  /** Lets time pass and tells what the first viewer saw of it. */
  Watched see(long durationMs) {
    return see(viewers.getFirst(), durationMs);
  }

  /** Lets time pass and tells what somebody saw of it. */
  Watched see(SimulatedClient viewer, long durationMs) {
    SimulatedSlot slot = viewer.slot(0);
    slot.takeLongestPauseNs();
    int before = slot.decoded();
    run(durationMs);
    long untilNow = call.nowNs() - slot.lastDecodedNs();
    long longest = Math.max(slot.takeLongestPauseNs(), untilNow) / MS;
    return new Watched((slot.decoded() - before) / (durationMs * FRAMES_PER_MS), longest);
  }

  /** What the server takes a viewer's link to carry, in bit/s. */
  long estimateBps(SimulatedClient viewer) {
    return Objects.requireNonNull(statistics(viewer).transport()).link().estimateBps();
  }

  /** What the server says of a viewer. */
  ParticipantStatistics statistics(SimulatedClient viewer) {
    Iterator<ParticipantStatistics> all = call.worker(workers - 1).room().statistics();
    while (all.hasNext()) {
      ParticipantStatistics next = all.next();
      if (next.participant() == viewer.id()) {
        return next;
      }
    }
    throw new AssertionError("not in the room");
  }

  /** Datagrams of the camera that never reached the server, or only after later ones. */
  private long troubleOfPublisher() {
    LinkStatistics uplink = publisher.uplink().statistics();
    return uplink.lost() + uplink.dropped() + uplink.late();
  }

  /** Ends the call: all that was forwarded must be decodable, and the pool be full again. */
  void end() {
    run(500);
    for (SimulatedClient viewer : viewers) {
      StreamJudge.Report report = viewer.judge(0);
      assertThat(report.faults()).as("what was forwarded").isEmpty();
      assertThat((long) report.holes())
          .as("numbers never sent")
          .isLessThanOrEqualTo(troubleOfPublisher());
      assertThat(viewer.slot(0).timestampsWentBack()).isFalse();
    }
    assertThat(call.end()).as("the packet pool is full again").isTrue();
    assertThat(call.worker(0).defects()).isEmpty();
  }
}
