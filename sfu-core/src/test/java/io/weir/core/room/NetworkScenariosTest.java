package io.weir.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.room.NetworkScene.Watched;
import io.weir.core.testkit.LinkDelay;
import io.weir.core.testkit.LinkLoss;
import io.weir.core.testkit.LinkRate;
import io.weir.core.testkit.NetworkSimulator.Conditions;
import io.weir.core.testkit.SimulatedClient;
import io.weir.core.testkit.SimulatedCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls over bad networks in virtual time: whatever the network does, all that is forwarded must be
 * decodable and every packet come home ({@link NetworkScene#end}); how well people see is each
 * row's own limit, whose reason stands beside it.
 */
class NetworkScenariosTest {
  private static final long MS = 1_000_000L;
  private static final Conditions GOOD = Conditions.GOOD.withDelay(LinkDelay.of(20 * MS));

  /**
   * A kind of network and what people must still see over it.
   *
   * @param why the limit is what it is
   */
  record Row(String name, Conditions camera, String why, Consumer<NetworkScene> play) {
    @Override
    public String toString() {
      return name + " (" + why + ")";
    }
  }

  @ParameterizedTest(name = "seed {0}: {1}")
  @MethodSource("runs")
  void shouldForwardWhatCanBeDecodedOverAnyNetwork(long seed, Row row) {
    NetworkScene scene = new NetworkScene(seed, row.camera());
    row.play().accept(scene);
    scene.end();
  }

  @Test
  void shouldNotLetOneBadLinkChangeAnythingForTheOtherFiftySubscribers() {
    List<Double> shares = fiftyOthers(GOOD);
    List<Double> besidesABadOne =
        fiftyOthers(GOOD.withLoss(LinkLoss.bursts(0.3, 5)).withDelay(LinkDelay.of(200 * MS)));
    assertThat(mean(besidesABadOne)).isGreaterThan(0.99 * mean(shares));
    // Key frames for the one are larger frames for all, of which others are lost by chance.
    for (int i = 0; i < shares.size(); i++) {
      assertThat(besidesABadOne.get(i)).as("viewer " + i).isGreaterThan(0.94 * shares.get(i));
    }
  }

  @Test
  void shouldGiveFiftyLinksTheirOwnWhateverHappensOnAnother() {
    Conditions fine = GOOD.withRate(LinkRate.of(5_000_000, 300 * MS));
    Conditions bad =
        GOOD.withRate(LinkRate.of(300_000, 1_000 * MS))
            .withLoss(LinkLoss.bursts(0.3, 5))
            .withDelay(LinkDelay.of(200 * MS));
    List<Seen> besidesAFineOne = fiftyLinks(fine);
    List<Seen> besidesABadOne = fiftyLinks(bad);
    for (int i = 0; i < besidesAFineOne.size(); i++) {
      Seen seen = besidesABadOne.get(i);
      assertThat(seen.encoding()).as("viewer " + i).isEqualTo(besidesAFineOne.get(i).encoding());
      // Key frames for the one are larger frames for all.
      assertThat(seen.frames())
          .as("viewer " + i)
          .isGreaterThanOrEqualTo((int) (0.9 * besidesAFineOne.get(i).frames()));
    }
  }

  /** What somebody saw in the end, and how many frames of it in 5 s. */
  private record Seen(int encoding, int frames) {}

  /** What fifty people see over links of 0.4 to 6 Mbit/s who tell what arrives, beside another. */
  private static List<Seen> fiftyLinks(Conditions another) {
    NetworkScene scene = new NetworkScene(1, GOOD);
    scene.watchWithFeedback(another);
    for (int i = 0; i < 50; i++) {
      long rate = new long[] {400_000, 1_200_000, 1_500_000, 4_000_000, 6_000_000}[i % 5];
      scene.watchWithFeedback(
          GOOD.withRate(LinkRate.of(rate, 300 * MS)).withDelay(LinkDelay.of((5 + 2 * i) * MS)));
    }
    scene.run(12_000);
    List<Integer> before = decoded(scene);
    scene.run(5_000);
    List<Integer> after = decoded(scene);
    List<Seen> seen = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      int encoding = scene.viewers().get(i).slot(0).encoding();
      seen.add(new Seen(encoding, after.get(i) - before.get(i)));
    }
    scene.end();
    return seen;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** Shares of frames that fifty people see whose links lose up to 5 %, beside another one. */
  private static List<Double> fiftyOthers(Conditions another) {
    NetworkScene scene = new NetworkScene(1, GOOD);
    scene.watch(another);
    for (int i = 0; i < 50; i++) {
      long delayNs = (5 + 2 * i) * MS;
      scene.watch(GOOD.withLoss(i % 6 / 100.0).withDelay(LinkDelay.of(delayNs)));
    }
    scene.run(2_000);
    List<Integer> before = decoded(scene);
    scene.run(5_000);
    List<Integer> after = decoded(scene);
    List<Double> shares = new ArrayList<>();
    for (int i = 1; i <= 50; i++) {
      shares.add((after.get(i) - before.get(i)) / 150.0);
    }
    scene.end();
    return shares;
  }

  private static List<Integer> decoded(NetworkScene scene) {
    return scene.viewers().stream().map(viewer -> viewer.slot(0).decoded()).toList();
  }

  @Test
  void shouldShowAHundredViewersWhoJoinWithinASecondThePictureWithinASecond() {
    NetworkScene scene = new NetworkScene(2, GOOD);
    scene.watch(GOOD);
    scene.run(3_000);
    int requests = scene.publisher().keyFrameRequests();
    List<Long> joinedNs = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      scene.watch(GOOD);
      joinedNs.add(scene.call().nowNs());
      scene.run(10);
    }
    for (int i = 0; i < 100; i++) {
      SimulatedClient viewer = scene.viewers().get(i + 1);
      long dueNs = joinedNs.get(i) + 1_000 * MS;
      long leftMs = Math.max(0, (dueNs - scene.call().nowNs()) / MS);
      scene.call().runUntil("viewer " + i, leftMs, () -> viewer.slot(0).decoded() > 0);
    }
    // Without feedback no more than 100 kB of the past are sent at once: the camera is asked again.
    assertThat(scene.publisher().keyFrameRequests() - requests).isLessThanOrEqualTo(4);
    scene.end();
  }

  static Stream<Arguments> runs() {
    List<Row> rows = new ArrayList<>();
    addLosses(rows);
    addDelays(rows);
    addJitter(rows);
    addPublishers(rows, "", scene -> scene.watch(GOOD));
    addPublishers(rows, ", to who tells what arrives", NetworkScenariosTest::watchOverASlowerLink);
    return rows.stream()
        .flatMap(row -> LongStream.rangeClosed(1, 6).mapToObj(seed -> Arguments.of(seed, row)));
  }

  private static Row watched(
      String name, Conditions viewer, double frameShare, long pauseMs, String why) {
    return new Row(
        name,
        GOOD,
        why,
        scene -> {
          scene.watch(viewer);
          scene.run(3_000);
          assertWatched(scene.see(8_000), frameShare, pauseMs);
        });
  }

  private static void assertWatched(Watched watched, double frameShare, long pauseMs) {
    assertThat(watched.frameShare()).as("share of frames").isGreaterThanOrEqualTo(frameShare);
    assertThat(watched.longestPauseMs()).as("longest pause in ms").isLessThanOrEqualTo(pauseMs);
  }

  private static void addLosses(List<Row> rows) {
    double[] shares = {0.02, 0.05, 0.1, 0.2};
    double[] frames = {0.9, 0.85, 0.75, 0.5};
    long[] randomMs = {200, 250, 350, 700};
    long[] burstMs = {250, 300, 400, 800};
    for (int i = 0; i < shares.length; i++) {
      String percent = Math.round(shares[i] * 100) + " % ";
      rows.add(
          watched(
              percent + "lost at random",
              GOOD.withLoss(shares[i]),
              frames[i],
              randomMs[i],
              "a repair takes a round trip of 40 ms and 60 ms more each time it is lost, too"));
      rows.add(
          watched(
              percent + "lost in bursts of four",
              GOOD.withLoss(LinkLoss.bursts(shares[i], 4)),
              frames[i],
              burstMs[i],
              "of a burst one more packet has to be asked for twice"));
    }
    rows.add(
        new Row(
            "5 % of the camera's packets lost",
            GOOD.withLoss(0.05),
            "the server repairs towards the camera first",
            scene -> {
              scene.watch(GOOD);
              scene.run(3_000);
              assertWatched(scene.see(8_000), 0.8, 400);
            }));
  }

  private static void addDelays(List<Row> rows) {
    for (long delayMs : new long[] {20, 50, 100, 200, 400}) {
      rows.add(
          new Row(
              delayMs + " ms each way",
              GOOD,
              "a delay alone costs no frame; the first comes after checks, handshake and key frame",
              scene -> {
                SimulatedClient viewer = scene.watch(GOOD.withDelay(LinkDelay.of(delayMs * MS)));
                scene
                    .call()
                    .runUntil(
                        "first picture", 1_500 + 5 * delayMs, () -> viewer.slot(0).decoded() > 0);
                scene.run(3_000);
                assertWatched(scene.see(5_000), 0.98, 80);
              }));
    }
  }

  private static void addJitter(List<Row> rows) {
    for (long jitterMs : new long[] {10, 30, 80}) {
      rows.add(
          watched(
              jitterMs + " ms of jitter in order",
              GOOD.withDelay(LinkDelay.of(20 * MS).withJitter(jitterMs * MS)),
              0.97,
              80 + jitterMs,
              "in order, nothing is taken for lost"));
      rows.add(
          watched(
              jitterMs + " ms of jitter that reorders",
              GOOD.withDelay(LinkDelay.of(20 * MS).withOvertakingJitter(jitterMs * MS)),
              0.6,
              150 + jitterMs,
              "a decoder without a jitter buffer skips what comes after its successor"));
    }
    rows.add(
        watched(
            "5 % held back by 60 ms",
            GOOD.withDelay(LinkDelay.of(20 * MS).withHeldBack(0.05, 60 * MS)),
            0.75,
            200,
            "late packets are asked for again, which does no harm"));
    rows.add(
        watched(
            "10 % doubled", GOOD.withDuplication(0.1), 0.98, 80, "SRTP refuses what came before"));
    rows.add(
        new Row(
            "the camera's packets overtake each other",
            GOOD.withDelay(LinkDelay.of(20 * MS).withOvertakingJitter(30 * MS)),
            "order is the receiver's to restore, numbers tell it",
            scene -> {
              scene.watch(GOOD);
              scene.run(3_000);
              assertWatched(scene.see(8_000), 0.6, 250);
            }));
  }

  private static void addPublishers(
      List<Row> rows, String suffix, Function<NetworkScene, SimulatedClient> watch) {
    rows.add(
        new Row(
            "a camera that stops for 3 s" + suffix,
            GOOD,
            "its first frame is a key frame, so nobody has to ask",
            scene -> {
              SimulatedClient _ = watch.apply(scene);
              scene.run(3_000);
              pauseAll(scene.publisher(), true);
              scene.run(3_000);
              pauseAll(scene.publisher(), false);
              scene.run(500);
              assertWatched(scene.see(3_000), 0.97, 150);
            }));
    rows.add(
        new Row(
            "a sender that was made anew" + suffix,
            GOOD,
            "another SSRC of the same rid begins with a key frame",
            scene -> {
              SimulatedClient viewer = watch.apply(scene);
              scene.run(3_000);
              for (int i = 0; i < 3; i++) {
                scene.publisher().video(i).changeSsrc(90_000 + 16 * i);
              }
              assertWatched(scene.see(3_000), 0.9, 500);
              assertThat(viewer.slot(0).encoding()).isEqualTo(2);
            }));
    rows.add(
        new Row(
            "timestamps that jump" + suffix,
            GOOD,
            "the slot's own time line goes on, whatever the camera's does",
            scene -> {
              SimulatedClient _ = watch.apply(scene);
              scene.run(3_000);
              for (int i = 0; i < 3; i++) {
                scene.publisher().video(i).jumpTimestamps(500_000_000);
              }
              // A link with a queue lets some frames come later than the second and a half.
              assertWatched(scene.see(1_500), 0.8, 300);
              for (int i = 0; i < 3; i++) {
                scene.publisher().video(i).jumpTimestamps(-700_000_000);
              }
              assertWatched(scene.see(3_000), 0.9, 300);
            }));
    rows.add(
        new Row(
            "a camera that changes its codec" + suffix,
            GOOD,
            "a slot takes every codec that was negotiated for it",
            scene -> {
              SimulatedClient _ = watch.apply(scene);
              scene.run(3_000);
              scene.publisher().changeCodec(SimulatedCodec.H264, scene.call().nowNs());
              assertWatched(scene.see(3_000), 0.85, 500);
            }));
  }

  /** Just enough for everything, so that the estimate has a say. */
  private static SimulatedClient watchOverASlowerLink(NetworkScene scene) {
    return scene.watchWithFeedback(GOOD.withRate(LinkRate.of(5_000_000, 300 * MS)));
  }

  private static void pauseAll(SimulatedClient publisher, boolean value) {
    for (int i = 0; i < 3; i++) {
      publisher.video(i).pause(value);
    }
  }
}
