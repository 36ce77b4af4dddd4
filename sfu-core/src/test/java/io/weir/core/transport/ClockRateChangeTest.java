package io.weir.core.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.testkit.RtpPacketBuilder;
import io.weir.core.testkit.TransportFixture;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A publisher that changes between codecs of different clock rates (RFC 7160). */
class ClockRateChangeTest {
  private static final int OPUS = 111;
  private static final int PCMU = 0;
  private static final long MS = 1_000_000;

  private final TransportFixture fixture = new TransportFixture(new RecordedListener());
  private final RecordedListener microphone = new RecordedListener();

  private static CodecParameters codec(int payloadType, String name, int clockRate, int channels) {
    return new CodecParameters(
        payloadType, name, clockRate, channels, Map.of(), Set.of(), CodecParameters.NO_RTX);
  }

  private long captureOf(int payloadType, int sequence, long timestamp) {
    fixture.sendRtp(
        new RtpPacketBuilder()
            .ssrc(10)
            .payloadType(payloadType)
            .sequence(sequence)
            .timestamp(timestamp));
    assertThat(microphone.sequences).last().isEqualTo((long) sequence);
    return microphone.captures.getLast();
  }

  @Test
  void shouldKeepTheNewLineWhenAPacketOfTheOldOneComesLate() {
    RtpParameters audio =
        new RtpParameters(
            "a",
            MediaKind.AUDIO,
            List.of(codec(OPUS, "OPUS", 48_000, 2), codec(PCMU, "PCMU", 8_000, 1)),
            Map.of(),
            List.of(new EncodingParameters("", 10, EncodingParameters.UNKNOWN_SSRC)),
            "");
    fixture.transport().addReceiver(audio, fixture.nowNs()).forwardTo(microphone);
    fixture.connect();
    captureOf(OPUS, 1, 48_000);
    fixture.pass(40);
    long begun = captureOf(PCMU, 3, 700);
    assertThat(begun).isEqualTo(fixture.nowNs());
    fixture.pass(1);
    assertThat(captureOf(OPUS, 2, 48_960)).isEqualTo(fixture.nowNs());
    fixture.pass(59);
    // 20 ms of media later, 60 ms of time later: 40 ms were spent on the way.
    assertThat(captureOf(PCMU, 4, 860)).isCloseTo(begun + 20 * MS, within(MS));
  }
}
