package io.weir.bench.load.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.load.measure.ClientSnapshot;
import io.weir.bench.load.measure.ClientState;
import io.weir.bench.load.measure.ReceivedStream;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.RtpParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two of the tester's clients against each other: one as a server that offers would see it, full
 * ICE agents in both roles, DTLS from both sides.
 */
@Timeout(180)
class FullAgentsTest {
  private static final long LOOK_AGAIN_NS = 5_000_000;
  private static final IceCandidate DEAD_END = new IceCandidate("2", "udp", 9, "127.0.0.9", 9);

  @Test
  void shouldConnectAsControlledAgentAndAsDtlsServer() throws Exception {
    try (MediaPlane plane = MediaPlane.start(MediaPlaneSettings.loopback(1))) {
      MediaClient sender = plane.open(media("sender", true, DtlsSetup.ACTIVE, false), 0);
      MediaClient receiver = plane.open(media("receiver", false, DtlsSetup.PASSIVE, true), 0);

      connect(sender, receiver, DtlsSetup.PASSIVE);

      ReceivedStream video = awaitVideo(receiver);
      assertThat(video.truth().lost()).isZero();
      assertThat(video.frames().undecodable()).isZero();
    }
  }

  @Test
  void shouldConnectAsControllingAgentAndAsDtlsClientOfAnOfferer() throws Exception {
    try (MediaPlane plane = MediaPlane.start(MediaPlaneSettings.loopback(2))) {
      MediaClient sender = plane.open(media("sender", true, DtlsSetup.PASSIVE, true), 0);
      MediaClient receiver = plane.open(media("receiver", false, DtlsSetup.ACTIVE, false), 0);

      connect(sender, receiver, DtlsSetup.ACTIVE);

      assertThat(awaitVideo(receiver).frames().decoded()).isPositive();
    }
  }

  private static ClientMedia media(
      String name, boolean publishes, DtlsSetup setup, boolean answers) {
    List<VideoProfile> videos =
        publishes ? List.of(VideoProfile.of(VideoCodec.VP8, 400_000, 320, 180, 30)) : List.of();
    ClientMedia media = ClientMedia.of(name, List.of(), videos, 0, publishes ? 0 : 1, 5);
    return new ClientMedia(
        name,
        media.audios(),
        media.videos(),
        media.audioSlots(),
        media.videoSlots(),
        answers,
        setup,
        Impairment.NONE,
        Impairment.NONE,
        publishes ? 5 : 6);
  }

  private static void connect(MediaClient sender, MediaClient receiver, DtlsSetup receiverSetup) {
    LocalEncoding encoding = sender.local().tracks().getFirst().encodings().getFirst();
    RtpParameters rtp =
        AgreedCodecs.video(
            "0",
            VideoCodec.VP8,
            96,
            List.of(new EncodingParameters("", encoding.ssrc(), encoding.rtxSsrc())));
    DtlsSetup senderSetup =
        receiverSetup == DtlsSetup.ACTIVE ? DtlsSetup.PASSIVE : DtlsSetup.ACTIVE;
    var _ = sender.connect(remote(receiver.local(), receiverSetup, SectionDirection.SEND, rtp));
    var _ = receiver.connect(remote(sender.local(), senderSetup, SectionDirection.RECEIVE, rtp));
  }

  /** With a candidate more that nobody answers at, so that agents must choose. */
  private static RemoteMedia remote(
      LocalMedia other, DtlsSetup setup, SectionDirection direction, RtpParameters rtp) {
    List<IceCandidate> candidates = new ArrayList<>(other.candidates());
    candidates.add(DEAD_END);
    return new RemoteMedia(
        other.ice(),
        false,
        candidates,
        List.of(other.fingerprint()),
        setup,
        List.of(new AgreedSection(direction, rtp)));
  }

  private static ReceivedStream awaitVideo(MediaClient receiver) {
    long start = System.nanoTime();
    ClientSnapshot seen = receiver.snapshot().join();
    while (seen.frames().decoded() < 20) {
      assertThat(seen.state()).as(seen.failure()).isNotEqualTo(ClientState.FAILED);
      assertThat(System.nanoTime() - start).as("%s", seen).isLessThan(TimeUnit.SECONDS.toNanos(60));
      LockSupport.parkNanos(LOOK_AGAIN_NS);
      seen = receiver.snapshot().join();
    }
    return seen.received().getFirst();
  }
}
