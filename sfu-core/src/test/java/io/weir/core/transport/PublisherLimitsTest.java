package io.weir.core.transport;

import static io.weir.core.testkit.TransportFixture.MID_EXTENSION;
import static io.weir.core.testkit.TransportFixture.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.control.EncodingParameters;
import io.weir.core.control.PublisherLimits;
import io.weir.core.counter.PacketCounter;
import io.weir.core.testkit.RtpPacketBuilder;
import io.weir.core.testkit.TransportFixture;
import org.junit.jupiter.api.Test;

class PublisherLimitsTest {
  private static final long UNKNOWN = EncodingParameters.UNKNOWN_SSRC;

  private final TransportFixture fixture = new TransportFixture(new RecordedListener());
  private final RecordedListener camera = new RecordedListener();

  private static RtpPacketBuilder video(int ssrc, int sequence) {
    return new RtpPacketBuilder().payloadType(VIDEO).ssrc(ssrc).sequence(sequence);
  }

  @Test
  void shouldDropAndCountWhatGoesOverTheBitRateUntilTimeHasPassed() {
    fixture
        .transport()
        .addReceiver(TransportFixture.video("v", 10, 11), fixture.nowNs())
        .forwardTo(camera);
    fixture.connect();
    fixture.transport().limit(new PublisherLimits(8_000, 64));
    for (int i = 1; i <= 500; i++) {
      fixture.sendRtp(video(10, i));
    }
    int passed = camera.sequences.size();
    assertThat(passed).isBetween(1, 100);
    assertThat(fixture.count(PacketCounter.RTP_OVER_BITRATE)).isEqualTo(500L - passed);

    fixture.transport().limit(PublisherLimits.DEFAULT);
    fixture.sendRtp(video(10, 501));
    assertThat(camera.sequences).last().isEqualTo(501L);
  }

  @Test
  void shouldLearnNoMoreSsrcsThanAPublisherMayHave() {
    fixture
        .transport()
        .addReceiver(TransportFixture.video("v", UNKNOWN, UNKNOWN), fixture.nowNs())
        .forwardTo(camera);
    fixture.connect();
    fixture.transport().limit(new PublisherLimits(PublisherLimits.UNLIMITED, 2));
    for (int ssrc = 20; ssrc < 25; ssrc++) {
      fixture.sendRtp(video(ssrc, 1).oneByteExtension(MID_EXTENSION, 'v'));
    }
    assertThat(fixture.count(PacketCounter.RTP_TOO_MANY_SSRCS)).isEqualTo(3);
  }

  @Test
  void shouldLearnBesideWhatTheSdpAnnounced() {
    fixture.transport().addReceiver(TransportFixture.video("a", 10, 11), fixture.nowNs());
    fixture.transport().addReceiver(TransportFixture.video("b", 12, 13), fixture.nowNs());
    fixture
        .transport()
        .addReceiver(TransportFixture.video("v", UNKNOWN, UNKNOWN), fixture.nowNs())
        .forwardTo(camera);
    fixture.connect();
    fixture.transport().limit(new PublisherLimits(PublisherLimits.UNLIMITED, 1));
    fixture.sendRtp(video(20, 1).oneByteExtension(MID_EXTENSION, 'v'));
    assertThat(camera.sequences).containsExactly(1L);
    fixture.sendRtp(video(21, 2).oneByteExtension(MID_EXTENSION, 'v'));
    assertThat(camera.sequences).containsExactly(1L);
    assertThat(fixture.count(PacketCounter.RTP_TOO_MANY_SSRCS)).isEqualTo(1);
  }

  @Test
  void shouldRefuseLimitsThatSrtpCouldNotKeep() {
    assertThatThrownBy(() -> new PublisherLimits(0, PublisherLimits.MAX_SSRCS + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new PublisherLimits(0, PublisherLimits.MAX_SSRCS).ssrcs()).isEqualTo(256);
  }
}
