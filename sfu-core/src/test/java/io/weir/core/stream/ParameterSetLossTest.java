package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.counter.PacketCounters;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Key frames whose parameter sets travel in a packet before the slices, as libwebrtc sends them.
 */
class ParameterSetLossTest {
  private static final long LATER_NS = 20_000_000;
  private static final int DELTA_TIME = 1_000;
  private static final int KEY_TIME = 4_000;

  /**
   * An aggregate of parameter sets, the first and the second fragment of a slice, another slice.
   */
  enum Format {
    H264("78" + "0004" + "6742c01f" + "0004" + "68ce3c80", "7c85b840", "7c05b840", "419a0102"),
    H265(
        "6001" + "0004" + "40010c01" + "0004" + "42010101" + "0004" + "4401c172",
        "620193af",
        "620113af",
        "0201d0a0");

    private final String parameterSets;
    private final String keySlice;
    private final String keyRest;
    private final String delta;

    Format(String parameterSets, String keySlice, String keyRest, String delta) {
      this.parameterSets = parameterSets;
      this.keySlice = keySlice;
      this.keyRest = keyRest;
      this.delta = delta;
    }

    ReceiveStream stream() {
      return new ReceiveStream(
          new RtpParameters(
              "v",
              MediaKind.VIDEO,
              List.of(new CodecParameters(96, name(), 90_000, 0, Map.of(), Set.of("nack"), 97)),
              Map.of(),
              List.of(new EncodingParameters("", 1, 2)),
              ""),
          1,
          new PacketCounters());
    }
  }

  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 2);

  private boolean startsAt(ReceiveStream stream, int sequence, long timestamp, String payload) {
    Packet packet =
        new RtpPacketBuilder()
            .ssrc(1)
            .sequence(sequence)
            .timestamp(timestamp)
            .payload(HexFormat.of().parseHex(payload))
            .buildParsed(pool);
    assertThat(stream.handlePacket(packet, 0)).isEqualTo(ReceiveStream.FORWARD);
    pool.release(packet);
    return packet.keyFrame;
  }

  @ParameterizedTest
  @EnumSource
  void shouldAskForLostParameterSetsAndStartAtThemWhenTheyCome(Format format) {
    ReceiveStream stream = format.stream();
    assertThat(startsAt(stream, 10, DELTA_TIME, format.delta)).isFalse();
    assertThat(startsAt(stream, 12, KEY_TIME, format.keySlice)).isFalse();
    assertThat(startsAt(stream, 13, KEY_TIME, format.keyRest)).isFalse();
    assertThat(stream.nextDeadlineNs()).isLessThan(LATER_NS);

    assertThat(startsAt(stream, 11, KEY_TIME, format.parameterSets)).isTrue();
    assertThat(stream.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    assertThat(stream.measured().keyFrames()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveUpWhatWasLostBeforeTheParameterSets(Format format) {
    ReceiveStream stream = format.stream();
    startsAt(stream, 8, DELTA_TIME, format.delta);
    assertThat(startsAt(stream, 10, KEY_TIME, format.parameterSets)).isTrue();
    assertThat(stream.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    assertThat(startsAt(stream, 11, KEY_TIME, format.keySlice)).isFalse();
    assertThat(stream.measured().keyFrames()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void shouldStartAtASliceBeforeWhichNothingOfItsFrameIsMissing(Format format) {
    ReceiveStream stream = format.stream();
    startsAt(stream, 8, DELTA_TIME, format.delta);
    startsAt(stream, 10, DELTA_TIME, format.delta);
    assertThat(startsAt(stream, 11, KEY_TIME, format.keySlice)).isTrue();
    assertThat(stream.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotStartAtALateSliceOfAnEarlierFrame(Format format) {
    ReceiveStream stream = format.stream();
    startsAt(stream, 10, KEY_TIME, format.parameterSets);
    startsAt(stream, 13, KEY_TIME + 3_000, format.delta);
    assertThat(startsAt(stream, 11, KEY_TIME, format.keySlice)).isFalse();
    assertThat(stream.nextDeadlineNs()).isLessThan(LATER_NS); // 12 is still asked for
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotStartAtASliceThatComesFirstOfAll(Format format) {
    ReceiveStream stream = format.stream();
    assertThat(startsAt(stream, 11, KEY_TIME, format.keySlice)).isFalse();
    assertThat(startsAt(stream, 10, KEY_TIME, format.parameterSets)).isTrue();
  }
}
