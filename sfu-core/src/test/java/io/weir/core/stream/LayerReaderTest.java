package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.codec.H264;
import io.weir.core.codec.PayloadCodec;
import io.weir.core.codec.Vp9;
import io.weir.core.rtp.HeaderExtensions;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class LayerReaderTest {
  private final LayerReader reader = new LayerReader();
  private long sequence = 70_000;
  private long timestamp;

  private Packet packet(PayloadCodec codec, boolean keyFrame, byte... payload) {
    Packet packet =
        new RtpPacketBuilder()
            .sequence(sequence)
            .timestamp(timestamp)
            .payload(payload)
            .buildParsed(new PacketPool(Arena.ofAuto(), 1));
    packet.extendedSequence = sequence++;
    packet.keyFrame = keyFrame;
    reader.read(packet, codec, HeaderExtensions.NOT_FOUND);
    return packet;
  }

  /** A VP9 picture of one packet: B and L, layer octet, TL0PICIDX. */
  private boolean entersVp9(int temporalLayer, boolean switchingUp) {
    timestamp += 3_000;
    int layers = temporalLayer << 5 | (switchingUp ? 0x10 : 0);
    return packet(new Vp9(), false, (byte) 0x28, (byte) layers, (byte) 1, (byte) 2).layerSync;
  }

  @Test
  void shouldTellWhereFramesBeginWhosePayloadsDoNot() {
    assertThat(packet(new H264(), false, (byte) 0x41, (byte) 0).frameStart).isFalse();
    timestamp += 3_000;
    assertThat(packet(new H264(), false, (byte) 0x41, (byte) 0).frameStart).isTrue();
    assertThat(packet(new H264(), false, (byte) 0x41, (byte) 0).frameStart).isFalse();
    sequence++;
    timestamp += 3_000;
    assertThat(packet(new H264(), false, (byte) 0x41, (byte) 0).frameStart)
        .as("the first one may be missing")
        .isFalse();
  }

  @Test
  void shouldLetVp9LayersBeEnteredAtTheirFirstPictureAfterASwitchingUpPoint() {
    assertThat(entersVp9(2, false)).isFalse();
    assertThat(entersVp9(0, true)).isFalse();
    assertThat(entersVp9(2, false)).isTrue();
    assertThat(entersVp9(1, false)).isTrue();
    assertThat(entersVp9(2, false)).as("may depend on the one before").isFalse();
    assertThat(entersVp9(1, true)).isFalse();
    assertThat(entersVp9(2, false)).as("after a point in the layer below").isTrue();
  }

  @Test
  void shouldNotTakeALaterVp9PictureForTheFirst() {
    entersVp9(0, true);
    sequence++;
    assertThat(entersVp9(1, false)).isFalse();
  }

  @Test
  void shouldLetAllVp9LayersBeEnteredAfterAKeyPicture() {
    timestamp += 3_000;
    packet(new Vp9(), true, (byte) 0x28, (byte) 0, (byte) 1, (byte) 2);
    assertThat(entersVp9(2, false)).isTrue();
    assertThat(entersVp9(1, false)).isTrue();
  }
}
