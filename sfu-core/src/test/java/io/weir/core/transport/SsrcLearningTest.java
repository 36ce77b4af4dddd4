package io.weir.core.transport;

import static io.weir.core.testkit.TransportFixture.AUDIO;
import static io.weir.core.testkit.TransportFixture.MID_EXTENSION;
import static io.weir.core.testkit.TransportFixture.REPAIRED_RID_EXTENSION;
import static io.weir.core.testkit.TransportFixture.RID_EXTENSION;
import static io.weir.core.testkit.TransportFixture.VIDEO;
import static io.weir.core.testkit.TransportFixture.VIDEO_RTX;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.EncodingParameters;
import io.weir.core.control.RtpParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.rtcp.Feedback;
import io.weir.core.rtcp.Nack;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.testkit.RtpPacketBuilder;
import io.weir.core.testkit.TransportFixture;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SsrcLearningTest {
  private static final long UNKNOWN = EncodingParameters.UNKNOWN_SSRC;

  private final TransportFixture fixture = new TransportFixture(new RecordedListener());
  private final RecordedListener camera = new RecordedListener();
  private final RecordedListener screen = new RecordedListener();

  private RtpReceiver receive(RecordedListener sink, RtpParameters parameters) {
    RtpReceiver receiver = fixture.transport().addReceiver(parameters, fixture.nowNs());
    receiver.forwardTo(sink);
    return receiver;
  }

  private static RtpPacketBuilder video(int ssrc, int sequence) {
    return new RtpPacketBuilder().payloadType(VIDEO).ssrc(ssrc).sequence(sequence);
  }

  private static RtpPacketBuilder video(int ssrc, int sequence, char mid) {
    return video(ssrc, sequence).oneByteExtension(MID_EXTENSION, mid);
  }

  @Test
  void shouldKnowTheSsrcsOfTheSdp() {
    receive(camera, TransportFixture.video("v", 10, 11));
    receive(screen, TransportFixture.video("w", 20, 21));
    fixture.connect();
    fixture.sendRtp(video(10, 1));
    fixture.sendRtp(video(20, 2));
    assertThat(camera.sequences).containsExactly(1L);
    assertThat(screen.sequences).containsExactly(2L);
  }

  @Test
  void shouldLearnAnSsrcByItsMid() {
    receive(camera, TransportFixture.video("v", UNKNOWN, UNKNOWN));
    receive(screen, TransportFixture.video("w", UNKNOWN, UNKNOWN));
    fixture.connect();
    fixture.sendRtp(video(20, 5));
    assertThat(fixture.count(PacketCounter.RTP_UNKNOWN_STREAM)).isEqualTo(1);
    fixture.sendRtp(video(20, 6, 'w'));
    fixture.sendRtp(video(20, 7));
    fixture.sendRtp(video(10, 1, 'v'));
    assertThat(screen.sequences).containsExactly(6L, 7L);
    assertThat(camera.sequences).containsExactly(1L);
    assertThat(camera.restarts + screen.restarts).isZero();
  }

  @Test
  void shouldLearnAnSsrcByAPayloadTypeThatOnlyOneMLineHas() {
    receive(camera, TransportFixture.video("v", UNKNOWN, UNKNOWN));
    receive(screen, TransportFixture.audio("a", UNKNOWN));
    fixture.connect();
    fixture.sendRtp(video(10, 1));
    fixture.sendRtp(video(30, 2).payloadType(AUDIO));
    assertThat(camera.sequences).containsExactly(1L);
    assertThat(screen.sequences).containsExactly(2L);
  }

  @Test
  void shouldLearnTheSsrcOfRetransmissions() {
    receive(camera, TransportFixture.video("v", UNKNOWN, UNKNOWN));
    fixture.connect();
    fixture.sendRtp(video(10, 1));
    fixture.sendRtp(video(10, 3));
    fixture.sendRtp(
        video(11, 900).payloadType(VIDEO_RTX).payload((byte) 0, (byte) 2, (byte) 1, (byte) 1));
    assertThat(camera.sequences).containsExactly(1L, 3L, 2L);
    assertThat(camera.restarts).isZero();
  }

  @Test
  void shouldBeginAnewWithAnotherSsrcOfTheSameMidAndIgnoreWhatIsLateOfTheFirst() {
    receive(camera, TransportFixture.video("v", 10, 11));
    fixture.connect();
    fixture.sendRtp(video(10, 60_000, 'v'));
    fixture.sendRtp(video(12, 100, 'v'));
    assertThat(camera.restarts).isEqualTo(1);
    fixture.sendRtp(video(10, 60_001, 'v'));
    fixture.sendRtp(video(10, 60_002));
    fixture.sendRtp(video(12, 101));
    assertThat(camera.sequences).containsExactly(60_000L, 100L, 101L);
    assertThat(camera.restarts).isEqualTo(1);
    assertThat(fixture.count(PacketCounter.RTP_UNKNOWN_STREAM)).isEqualTo(2);
  }

  @Test
  void shouldNotLetAnMLineThatEndedTakeTheOthersPlace() {
    receive(camera, TransportFixture.video("v", 10, 11));
    RtpReceiver ended = receive(screen, TransportFixture.video("w", 20, 21));
    fixture.connect();
    fixture.sendRtp(video(10, 1));
    fixture.sendRtp(video(20, 1));
    fixture.transport().removeReceiver(ended);
    // Still under way: with MID, without, and as RTX.
    fixture.sendRtp(video(20, 2, 'w'));
    fixture.sendRtp(video(20, 3));
    fixture.sendRtp(
        video(21, 9).payloadType(VIDEO_RTX).payload((byte) 0, (byte) 2, (byte) 1, (byte) 1));
    fixture.sendRtp(video(10, 3));
    assertThat(camera.sequences).containsExactly(1L, 3L);
    assertThat(camera.restarts).isZero();
    assertThat(fixture.count(PacketCounter.RTP_UNKNOWN_STREAM)).isEqualTo(3);
    assertThat(fixture.poolIsFull()).isTrue();
  }

  private static RtpPacketBuilder named(int ssrc, int sequence, char rid) {
    return video(ssrc, sequence, 'v').oneByteExtension(RID_EXTENSION, rid);
  }

  @Test
  void shouldLearnTheEncodingsOfASimulcastByTheirRids() {
    RtpReceiver receiver = receive(camera, TransportFixture.simulcast("v", "q", "h", "f"));
    receive(screen, TransportFixture.simulcast("w", "q", "h", "f"));
    fixture.connect();
    fixture.sendRtp(video(10, 1, 'v'));
    assertThat(fixture.count(PacketCounter.RTP_UNKNOWN_STREAM)).isEqualTo(1);
    fixture.sendRtp(named(12, 1, 'f'));
    fixture.sendRtp(named(10, 2, 'q'));
    fixture.sendRtp(video(12, 2));
    fixture.sendRtp(video(10, 3));
    fixture.sendRtp(named(11, 7, 'h'));
    assertThat(camera.encodings).containsExactly(2, 0, 2, 0, 1);
    assertThat(camera.restarts).isZero();
    assertThat(screen.sequences).isEmpty();
    assertThat(receiver.statistics())
        .extracting(one -> one.index() + " " + one.rid() + " " + one.stream().ssrc())
        .containsExactly("0 q 10", "1 h 11", "2 f 12");
    fixture.sendRtp(named(13, 1, 'x'));
    assertThat(fixture.count(PacketCounter.RTP_UNKNOWN_STREAM)).isEqualTo(2);
    assertThat(fixture.poolIsFull()).isTrue();
  }

  @Test
  void shouldUnwrapRetransmissionsIntoTheEncodingThatTheyRepair() {
    receive(camera, TransportFixture.simulcast("v", "q", "f"));
    fixture.connect();
    fixture.sendRtp(named(10, 1, 'q'));
    fixture.sendRtp(named(10, 3, 'q'));
    fixture.sendRtp(named(12, 1, 'f'));
    fixture.sendRtp(named(12, 3, 'f'));
    fixture.sendRtp(
        video(13, 900, 'v')
            .payloadType(VIDEO_RTX)
            .oneByteExtension(REPAIRED_RID_EXTENSION, 'f')
            .payload((byte) 0, (byte) 2, (byte) 1, (byte) 1));
    assertThat(camera.sequences).containsExactly(1L, 3L, 1L, 3L, 2L);
    assertThat(camera.encodings.getLast()).isEqualTo(1);
    assertThat(camera.restarts).isZero();
  }

  @Test
  void shouldAskForWhatIsMissingOfEachEncoding() {
    receive(camera, TransportFixture.simulcast("v", "q", "f"));
    fixture.connect();
    for (int sequence : new int[] {1, 2, 4, 5}) {
      fixture.sendRtp(named(10, sequence, 'q'));
      fixture.sendRtp(named(12, 100 + sequence, 'f'));
    }
    fixture.pass(100);
    Set<String> asked = new HashSet<>();
    fixture.readRtcp(reader -> {
      if (reader.is(RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.FORMAT_NACK)) {
        int ssrc = Feedback.mediaSsrc(reader);
        Nack.forEachLost(reader, lost -> asked.add(ssrc + ":" + lost));
      }
    });
    assertThat(asked).containsExactlyInAnyOrder("10:3", "12:103");
  }

  @Test
  void shouldBeginOneEncodingAnewWithAnotherSsrcAndLeaveTheOthers() {
    receive(camera, TransportFixture.simulcast("v", "q", "f"));
    fixture.connect();
    fixture.sendRtp(named(10, 1, 'q'));
    fixture.sendRtp(named(12, 1, 'f'));
    fixture.sendRtp(named(20, 500, 'q'));
    fixture.sendRtp(video(12, 2));
    fixture.sendRtp(video(10, 2));
    assertThat(camera.restartedEncodings).containsExactly(0);
    assertThat(camera.encodings).containsExactly(0, 1, 0, 1);
  }

  @Test
  void shouldGoOnWithAnEncodingThatPausedWithByeAndIsNamedNoMore() {
    receive(camera, TransportFixture.simulcast("v", "q", "f"));
    fixture.connect();
    fixture.sendRtp(named(10, 1, 'q'));
    fixture.sendRtp(named(12, 1, 'f'));
    fixture.sendRtcp(writer -> writer.bye(12));
    assertThat(camera.endedEncodings).containsExactly(1);
    fixture.sendRtp(video(10, 2));
    fixture.sendRtp(video(12, 2));
    assertThat(camera.encodings).containsExactly(0, 1, 0, 1);
    assertThat(camera.restarts).isZero();
  }

  @Test
  void shouldGoOnWithTheSsrcsOfEachRidWhenAnMLineIsNegotiatedAnew() {
    RtpReceiver before = receive(camera, TransportFixture.simulcast("v", "q", "f"));
    fixture.connect();
    fixture.sendRtp(named(10, 1, 'q'));
    fixture.sendRtp(named(12, 1, 'f'));
    fixture.sendRtp(
        video(13, 900, 'v').payloadType(VIDEO_RTX).oneByteExtension(REPAIRED_RID_EXTENSION, 'f'));
    RtpReceiver after =
        fixture
            .transport()
            .replaceReceiver(before, TransportFixture.simulcast("v", "h", "f"), fixture.nowNs());
    after.forwardTo(screen);
    fixture.sendRtp(video(12, 2));
    fixture.sendRtp(video(12, 4));
    fixture.sendRtp(
        video(13, 901).payloadType(VIDEO_RTX).payload((byte) 0, (byte) 3, (byte) 1, (byte) 1));
    fixture.sendRtp(video(10, 2));
    assertThat(screen.sequences).containsExactly(2L, 4L, 3L);
    assertThat(screen.encodings).containsOnly(1);
    assertThat(screen.restarts).isZero();
    assertThat(fixture.count(PacketCounter.RTP_UNKNOWN_STREAM)).as("q is no more").isEqualTo(1);
  }

  @Test
  void shouldAskTheSsrcInUseForKeyFrames() {
    RtpReceiver receiver = receive(camera, TransportFixture.video("v", UNKNOWN, UNKNOWN));
    fixture.connect();
    receiver.requestKeyFrame(0);
    fixture.sendRtp(video(10, 1, 'v'));
    fixture.sendRtp(video(12, 1, 'v'));
    receiver.requestKeyFrame(0);
    List<Integer> asked = new ArrayList<>();
    fixture.readRtcp(reader -> {
      if (reader.is(RtcpPacketType.PAYLOAD_FEEDBACK, RtcpPacketType.FORMAT_PLI)) {
        asked.add(Feedback.mediaSsrc(reader));
      }
    });
    assertThat(asked).containsExactly(12);
  }

  @Test
  void shouldLearnNoMoreThan64Ssrcs() {
    receive(camera, TransportFixture.video("v", UNKNOWN, UNKNOWN));
    fixture.connect();
    for (int ssrc = 1; ssrc <= 100; ssrc++) {
      fixture.sendRtp(video(ssrc, ssrc, 'v'));
    }
    assertThat(camera.sequences).hasSize(64);
    assertThat(
            fixture.count(PacketCounter.SRTP_TOO_MANY_SSRCS)
                + fixture.count(PacketCounter.RTP_TOO_MANY_SSRCS))
        .isEqualTo(36);
    assertThat(fixture.poolIsFull()).isTrue();
  }

  @Test
  void shouldForgetALearnedSsrcThatSaysBye() {
    receive(camera, TransportFixture.video("v", UNKNOWN, UNKNOWN));
    fixture.connect();
    fixture.sendRtp(video(10, 1));
    fixture.sendRtp(video(12, 50));
    assertThat(camera.sequences).as("the first is still there").containsExactly(1L);
    fixture.sendRtcp(writer -> writer.bye(10));
    fixture.sendRtp(video(12, 51));
    assertThat(camera.sequences).containsExactly(1L, 51L);
    assertThat(camera.restarts).isEqualTo(1);
  }

  @Test
  void shouldTakeWhatIsLateAfterAByeForNoNewBeginning() {
    receive(camera, TransportFixture.video("v", UNKNOWN, UNKNOWN));
    fixture.connect();
    fixture.sendRtp(video(10, 1));
    fixture.sendRtp(video(10, 3));
    fixture.sendRtcp(writer -> writer.bye(10));
    fixture.sendRtp(video(10, 2));
    fixture.sendRtp(video(12, 51));
    assertThat(camera.sequences).containsExactly(1L, 3L, 2L, 51L);
    assertThat(camera.restarts).isEqualTo(1);
  }

  @Test
  void shouldGoOnWithAnSsrcOfTheSdpThatPausedWithBye() {
    receive(camera, TransportFixture.video("v", 10, 11));
    receive(screen, TransportFixture.video("w", 20, 21));
    fixture.connect();
    fixture.sendRtp(video(10, 1));
    fixture.sendRtcp(writer -> writer.bye(10));
    fixture.sendRtp(video(10, 2));
    assertThat(camera.sequences).containsExactly(1L, 2L);
    assertThat(camera.restarts).isZero();
  }
}
