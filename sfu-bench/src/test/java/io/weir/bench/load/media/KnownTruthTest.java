package io.weir.bench.load.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.load.measure.ReceivedStream;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.RtpParameters;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The tester's figures against a truth that is known: between server and viewer stands a relay that
 * drops, repeats, swaps and delays packets and remembers what it did.
 */
@Timeout(180)
class KnownTruthTest {
  private static final long DELAY_NS = 40_000_000;
  private static final int QUIET_LOOKS = 100;
  private static final long LOOK_AGAIN_NS = 5_000_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldCountExactlyWhatTheRelayDroppedRepeatedAndSwapped(long seed) throws Exception {
    KnownRelay.Shares shares = new KnownRelay.Shares(0.05, 0.04, 0.03, 0);
    try (SfuFixture sfu = new SfuFixture();
        RelayedViewer viewer = RelayedViewer.join(sfu, shares, seed, false)) {
      KnownRelay relay = viewer.relay();
      viewer.impairUntil(600);

      ReceivedStream seen = viewer.settled();

      assertThat(relay.dropped(seen.ssrc())).isPositive();
      assertThat(relay.repeated()).isPositive();
      assertThat(relay.swapped()).isPositive();
      assertThat(seen.truth().lost()).isEqualTo(relay.dropped(seen.ssrc()));
      assertThat(seen.truth().received()).isEqualTo(relay.passed(seen.ssrc()));
      assertThat(seen.truth().duplicates()).isEqualTo(relay.repeated());
      assertThat(seen.truth().reordered()).isEqualTo(relay.swapped());
      assertThat(seen.truth().repaired()).isZero();
      assertThat(seen.truth().skipped()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void shouldTellRepairedFromLostExactly(long seed) throws Exception {
    KnownRelay.Shares shares = new KnownRelay.Shares(0.1, 0, 0, 0);
    try (SfuFixture sfu = new SfuFixture();
        RelayedViewer viewer = RelayedViewer.join(sfu, shares, seed, true)) {
      viewer.impairUntil(600);

      ReceivedStream seen = viewer.settled();

      long dropped = viewer.relay().dropped(seen.ssrc());
      assertThat(dropped).isPositive();
      assertThat(seen.truth().repaired() + seen.truth().lost()).isEqualTo(dropped);
      assertThat(seen.truth().repaired()).isGreaterThan(dropped * 9 / 10);
    }
  }

  @Test
  void shouldMeasureAtLeastTheDelayOfTheRelay() throws Exception {
    KnownRelay.Shares shares = new KnownRelay.Shares(0, 0, 0, DELAY_NS);
    try (SfuFixture sfu = new SfuFixture();
        RelayedViewer viewer = RelayedViewer.join(sfu, shares, 6, true)) {
      viewer.impairUntil(200);

      ReceivedStream seen = viewer.settled();

      assertThat(seen.delay().min()).isGreaterThanOrEqualTo(DELAY_NS / 1_000);
      assertThat(seen.delay().p50()).isGreaterThanOrEqualTo(seen.delay().min());
      assertThat(seen.truth().lost()).isZero();
    }
  }

  /** A publisher, and a viewer behind a relay. */
  private record RelayedViewer(SfuFixture sfu, MediaClient client, KnownRelay relay)
      implements AutoCloseable {
    static RelayedViewer join(SfuFixture sfu, KnownRelay.Shares shares, long seed, boolean repairs)
        throws Exception {
      sfu.join(
          ClientMedia.of(
              "publisher",
              List.of(),
              List.of(VideoProfile.of(VideoCodec.VP8, 1_500_000, 640, 360, 30)),
              0,
              0,
              seed));
      ClientMedia media = ClientMedia.of("viewer", List.of(), List.of(), 0, 1, seed);
      MediaClient client = sfu.plane.open(media, System.nanoTime());
      RemoteMedia server = sfu.negotiate(client, media);
      KnownRelay relay = new KnownRelay(server.candidates().getFirst(), shares, seed);
      var _ =
          client.connect(
              new RemoteMedia(
                  server.ice(),
                  true,
                  List.of(relay.candidate()),
                  server.fingerprints(),
                  DtlsSetup.PASSIVE,
                  repairs ? server.sections() : withoutRepairs(server.sections())));
      return new RelayedViewer(sfu, client, relay);
    }

    /** What comes after the harm shows what was lost in it; then nothing may be on its way. */
    void impairUntil(long packets) {
      sfu.await(client, "a first frame", at -> at.frames().decoded() > 0);
      relay.impair(true);
      sfu.await(client, packets + " packets", at -> at.packets().received() >= packets);
      relay.impair(false);
      long frames = client.snapshot().join().frames().decoded();
      sfu.await(client, "frames after that", at -> at.frames().decoded() > frames + 20);
    }

    /**
     * The viewer's figures when everything that the relay passed on has come, and nothing more is
     * on its way: nothing changed in many looks.
     */
    ReceivedStream settled() {
      sfu.stopPublishing();
      List<Long> before = List.of();
      int quiet = 0;
      while (quiet < QUIET_LOOKS) {
        ReceivedStream seen = client.snapshot().join().received().getFirst();
        long came = seen.truth().received() - seen.truth().repaired();
        List<Long> now =
            List.of(came, relay.passed(seen.ssrc()), relay.dropped(seen.ssrc()), sfu.published());
        quiet = now.equals(before) && came == now.get(1) ? quiet + 1 : 0;
        before = now;
        LockSupport.parkNanos(LOOK_AGAIN_NS);
      }
      return client.snapshot().join().received().getFirst();
    }

    @Override
    public void close() {
      relay.close();
    }
  }

  private static List<AgreedSection> withoutRepairs(List<AgreedSection> sections) {
    return sections.stream()
        .map(section -> new AgreedSection(section.direction(), withoutRepairs(section.rtp())))
        .toList();
  }

  private static RtpParameters withoutRepairs(RtpParameters rtp) {
    List<CodecParameters> codecs =
        rtp.codecs().stream().map(codec -> codec.withFeedback(Set.of("nack pli"))).toList();
    return new RtpParameters(
        rtp.mid(), rtp.kind(), codecs, rtp.extensions(), rtp.encodings(), rtp.cname(), true);
  }
}
