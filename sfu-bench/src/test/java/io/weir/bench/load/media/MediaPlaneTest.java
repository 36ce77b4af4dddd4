package io.weir.bench.load.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.load.measure.ClientSnapshot;
import io.weir.bench.load.measure.ClientState;
import io.weir.bench.load.measure.PlaneSnapshot;
import io.weir.bench.load.measure.ReceivedStream;
import io.weir.bench.load.measure.SentStream;
import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.MediaKind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tester's clients in calls over Weir's own server and real sockets. */
class MediaPlaneTest {
  private static final Impairment LOSSY = new Impairment(0.03, 0, 0, Impairment.UNLIMITED, 0);

  @ParameterizedTest
  @EnumSource
  void shouldPublishAndViewEveryCodec(VideoCodec codec) throws Exception {
    try (SfuFixture sfu = new SfuFixture()) {
      MediaClient publisher = sfu.join(publisher(codec));
      MediaClient viewer = sfu.join(viewer(1));

      ClientSnapshot seen =
          sfu.await(
              viewer,
              "30 frames and sound",
              at -> {
                return at.frames().decoded() >= 30 && stream(at, MediaKind.AUDIO) != null;
              });

      ReceivedStream video = stream(seen, MediaKind.VIDEO);
      SentStream sent = publisher.snapshot().join().sent().getLast();
      assertThat(video.codec()).isEqualTo(codec.name());
      assertThat(video.marked()).isTrue();
      assertThat(video.source()).isEqualTo(sent.source());
      assertThat(video.truth().lost()).isZero();
      assertThat(video.truth().duplicates()).isZero();
      assertThat(video.frames().undecodable()).isZero();
      assertThat(video.frames().keyFrames()).isPositive();
      assertThat(video.delay().count()).isPositive();
      assertThat(seen.state()).isEqualTo(ClientState.CONNECTED);
      assertThat(seen.srtpProfile()).isEqualTo("AEAD_AES_128_GCM");
      assertThat(stream(seen, MediaKind.AUDIO).truth().lost()).isZero();
    }
  }

  @Test
  void shouldTellHowLongJoiningTook() throws Exception {
    try (SfuFixture sfu = new SfuFixture()) {
      sfu.join(publisher(VideoCodec.VP8));
      MediaClient viewer = sfu.join(viewer(1));

      ClientSnapshot seen =
          sfu.await(viewer, "a first frame", at -> at.milestones().firstFrameNs() > 0);

      var joined = seen.milestones();
      assertThat(joined.connectNs()).isPositive();
      assertThat(joined.iceNs()).isGreaterThan(joined.connectNs());
      assertThat(joined.dtlsNs()).isGreaterThan(joined.iceNs());
      assertThat(joined.firstPacketNs()).isGreaterThanOrEqualTo(joined.dtlsNs());
      assertThat(joined.firstFrameNs()).isGreaterThanOrEqualTo(joined.firstPacketNs());
    }
  }

  @Test
  void shouldRepairWhatTheViewersNetworkLoses() throws Exception {
    try (SfuFixture sfu = new SfuFixture()) {
      sfu.join(publisher(VideoCodec.VP8));
      MediaClient viewer = sfu.join(viewer(1).over(Impairment.NONE, LOSSY));

      ClientSnapshot seen =
          sfu.await(
              viewer,
              "20 repairs",
              at -> at.packets().repaired() >= 20 && at.frames().decoded() >= 60);

      ReceivedStream video = stream(seen, MediaKind.VIDEO);
      assertThat(video.nacks()).isGreaterThanOrEqualTo(video.truth().repaired());
      assertThat(video.retransmissions()).isGreaterThanOrEqualTo(video.truth().repaired());
      // Nearly all: what was lost last may still be on its way.
      assertThat(video.truth().lossRatio()).isLessThan(0.01);
    }
  }

  @Test
  void shouldSendAgainWhatThePublishersNetworkLoses() throws Exception {
    try (SfuFixture sfu = new SfuFixture()) {
      MediaClient publisher = sfu.join(publisher(VideoCodec.VP8).over(LOSSY, Impairment.NONE));
      MediaClient viewer = sfu.join(viewer(1));

      sfu.await(publisher, "20 packets sent again", at -> repeated(at) >= 20);
      ClientSnapshot seen = sfu.await(viewer, "60 frames", at -> at.frames().decoded() >= 60);

      assertThat(publisher.snapshot().join().sent().getLast().nacks()).isGreaterThanOrEqualTo(20);
      assertThat(stream(seen, MediaKind.VIDEO).truth().lossRatio()).isLessThan(0.01);
    }
  }

  @Test
  void shouldAnswerTheWishForAKeyFrame() throws Exception {
    try (SfuFixture sfu = new SfuFixture()) {
      MediaClient publisher = sfu.join(publisher(VideoCodec.VP8));
      MediaClient first = sfu.join(viewer(1));
      // The server lets newcomers begin with a key frame that is up to 2 s old.
      sfu.await(first, "frames of more than 2 s", at -> at.frames().decoded() > 90);

      MediaClient late = sfu.join(viewer(1));
      sfu.await(late, "a frame", at -> at.frames().decoded() > 0);

      SentStream video = publisher.snapshot().join().sent().getLast();
      assertThat(video.keyFrameRequests()).isPositive();
      assertThat(video.keyFrames()).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void shouldShowEverybodyToEverybodyOnSeveralThreads() throws Exception {
    try (SfuFixture sfu = new SfuFixture(MediaPlaneSettings.loopback(2))) {
      List<MediaClient> clients =
          List.of(
              sfu.join(member(VideoCodec.VP8, 1)),
              sfu.join(member(VideoCodec.VP9, 2)),
              sfu.join(member(VideoCodec.H264, 3)),
              sfu.join(member(VideoCodec.AV1, 4)));

      for (MediaClient client : clients) {
        ClientSnapshot seen =
            sfu.await(client, "frames of all others", at -> tilesWithFrames(at) == 3);
        assertThat(seen.packets().lost()).isZero();
      }
      PlaneSnapshot sums = sfu.plane.snapshot();
      assertThat(sums.totals().connected()).isEqualTo(4);
      assertThat(sums.totals().truth().lost()).isZero();
      assertThat(sums.videoDelay().getTotalCount()).isPositive();
      assertThat(sums.load().threads()).hasSize(2);
      assertThat(sums.load().kernelDrops()).isZero();
    }
  }

  @Test
  void shouldPublishAllEncodingsOfASimulcast() throws Exception {
    VideoProfile simulcast =
        new VideoProfile(
            VideoCodec.VP8,
            List.of(
                new VideoEncoding("q", 100_000, 320, 180, 15),
                new VideoEncoding("h", 300_000, 640, 360, 30),
                new VideoEncoding("f", 900_000, 1_280, 720, 30)),
            VideoProfile.DEFAULT_PACKET_BYTES,
            0,
            VideoProfile.DEFAULT_KEY_FRAME_RATIO,
            Pacing.BACK_TO_BACK);
    try (SfuFixture sfu = new SfuFixture()) {
      MediaClient publisher =
          sfu.join(ClientMedia.of("publisher", List.of(), List.of(simulcast), 0, 0, 9));
      MediaClient viewer = sfu.join(viewer(1));

      ClientSnapshot seen = sfu.await(viewer, "20 frames", at -> at.frames().decoded() >= 20);
      ClientSnapshot sent =
          sfu.await(
              publisher,
              "frames of all encodings",
              at -> at.sent().stream().allMatch(stream -> stream.frames() >= 10));

      assertThat(sent.sent()).extracting(SentStream::rid).containsExactly("q", "h", "f");
      assertThat(sent.sent()).extracting(SentStream::source).doesNotHaveDuplicates();
      assertThat(sent.sent())
          .extracting(SentStream::source)
          .contains(stream(seen, MediaKind.VIDEO).source());
    }
  }

  @Test
  void shouldBeSilentWhileMuted() throws Exception {
    try (SfuFixture sfu = new SfuFixture()) {
      MediaClient publisher = sfu.join(publisher(VideoCodec.VP8));
      MediaClient viewer = sfu.join(viewer(1));
      sfu.await(viewer, "a first frame", at -> at.frames().decoded() > 10);

      publisher.setSending(false, false);
      long frames = publisher.snapshot().join().sent().getLast().frames();
      long mutedSinceNs = System.nanoTime();
      sfu.await(publisher, "silence goes on", at -> at.sent().getFirst().packets() > 50 + frames);
      assertThat(publisher.snapshot().join().sent().getLast().frames()).isEqualTo(frames);

      long mutedNs = System.nanoTime() - mutedSinceNs;
      publisher.setSending(true, true);
      long before = viewer.snapshot().join().frames().decoded();
      ClientSnapshot seen =
          sfu.await(viewer, "more frames", at -> at.frames().decoded() > before + 10);
      // Not the pause, which was the publisher's; a busy machine may make short ones of its own.
      assertThat(seen.frames().frozenNs()).isLessThan(mutedNs);
      assertThat(seen.packets().lost()).isZero();
    }
  }

  @Test
  void shouldSayWhyNobodyAnswers() throws Exception {
    try (SfuFixture sfu = new SfuFixture()) {
      ClientMedia media = viewer(1);
      MediaClient client = sfu.plane.open(media, System.nanoTime());
      RemoteMedia remote = sfu.negotiate(client, media);

      CompletableFuture<Void> connected =
          client.connect(
              new RemoteMedia(
                  remote.ice(),
                  true,
                  remote.candidates(),
                  List.of(new DtlsFingerprint("sha-256", "00:11:22")),
                  DtlsSetup.PASSIVE,
                  remote.sections()));

      ClientSnapshot failed = sfu.await(client, "failure", at -> at.state() == ClientState.FAILED);
      assertThat(failed.failure())
          .isEqualTo("The server's certificate does not match the fingerprint that it signaled");
      assertThat(connected).isCompletedExceptionally();
    }
  }

  /** A server may still send to whoever was there before, and disturb the newcomer's handshake. */
  @Test
  void shouldNotGiveANewcomerTheAddressOfOneWhoJustLeft() throws Exception {
    try (LoadPlane plane = new LoadPlane(MediaPlaneSettings.loopback(1))) {
      MediaClient stays = plane.open(viewer(1), System.nanoTime());
      MediaClient leaves = plane.open(viewer(1), System.nanoTime());
      leaves.close();
      assertThat(plane.snapshot().totals().opened()).isEqualTo(2);

      MediaClient newcomer = plane.open(viewer(1), System.nanoTime());

      assertThat(newcomer.local().candidates())
          .doesNotContainAnyElementsOf(leaves.local().candidates())
          .doesNotContainAnyElementsOf(stays.local().candidates());
    }
  }

  private static long repeated(ClientSnapshot at) {
    return at.sent().stream().mapToLong(SentStream::retransmissions).sum();
  }

  private static long tilesWithFrames(ClientSnapshot at) {
    return at.received().stream()
        .filter(stream -> stream.kind() == MediaKind.VIDEO && stream.frames().decoded() >= 10)
        .count();
  }

  @SuppressWarnings("NullAway") // A test fails on its own if it is not there.
  private static ReceivedStream stream(ClientSnapshot at, MediaKind kind) {
    return at.received().stream().filter(stream -> stream.kind() == kind).findFirst().orElse(null);
  }

  private static ClientMedia publisher(VideoCodec codec) {
    return ClientMedia.of(
        "publisher",
        List.of(AudioProfile.alwaysOn()),
        List.of(VideoProfile.of(codec, 800_000, 640, 360, 30)),
        0,
        0,
        7);
  }

  private static ClientMedia viewer(int slots) {
    return ClientMedia.of("viewer", List.of(), List.of(), slots, slots, 8);
  }

  private static ClientMedia member(VideoCodec codec, long seed) {
    return ClientMedia.of(
        "member " + seed,
        List.of(AudioProfile.alwaysOn()),
        List.of(VideoProfile.of(codec, 300_000, 320, 180, 15)),
        3,
        3,
        seed);
  }
}
