package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.codec.H264;
import io.weir.core.codec.PayloadCodec;
import io.weir.core.codec.Vp8;
import io.weir.core.codec.Vp9;
import io.weir.core.rtp.HeaderExtensions;
import io.weir.core.testkit.DescriptorBits;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

class LayerReaderTest {
  private static final int EXTENSION = 5;

  /** What follows each of the templates of libwebrtc's VP8: T0 and its key frame, T1, T2. */
  private static final String VP8_TEMPLATES = "00 00 01 00 00 01 00 00 11";

  /** Of T0 thrice, of T1 thrice, and of T2 thrice. */
  private static final String VP8_INDICATIONS = "SSS SSS SRR -SS -DS -RR --D --D --D";

  /** Eight frames of it: default_temporal_layers.cc, the pattern for three layers. */
  private static final int[] VP8_PATTERN = {1, 6, 3, 7, 2, 7, 4, 8};

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

  private Packet described(DescriptorBits descriptor) {
    timestamp += 3_000;
    Packet packet =
        new RtpPacketBuilder()
            .sequence(sequence)
            .timestamp(timestamp)
            .twoByteExtension(EXTENSION, descriptor.bytes())
            .payload((byte) 0x10)
            .buildParsed(new PacketPool(Arena.ofAuto(), 1));
    packet.extendedSequence = sequence++;
    reader.read(packet, new Vp8(), HeaderExtensions.find(packet, EXTENSION));
    return packet;
  }

  /** Layers of eight frames, and a plus where one may be entered. */
  private String describedPattern() {
    StringBuilder layers = new StringBuilder();
    for (int template : VP8_PATTERN) {
      Packet packet = described(DescriptorBits.frame(template));
      layers.append(packet.temporalLayer).append(packet.layerSync ? "+" : "");
    }
    return layers.toString();
  }

  @Test
  void shouldLetLayersBeEnteredAtTheirFirstFrameAfterASwitchOfALowerLayer() {
    described(DescriptorBits.keyFrame(0, VP8_TEMPLATES, VP8_INDICATIONS));
    assertThat(describedPattern()).isEqualTo("0+2+1+2+0+212+");
    assertThat(describedPattern()).isEqualTo("0+2+1+2+0+212+");
  }

  @Test
  void shouldNotTakeALaterDescribedFrameForTheFirst() {
    described(DescriptorBits.keyFrame(0, VP8_TEMPLATES, VP8_INDICATIONS));
    describedPattern();
    described(DescriptorBits.frame(VP8_PATTERN[0]));
    sequence++;
    assertThat(described(DescriptorBits.frame(VP8_PATTERN[1])).layerSync).isFalse();
    assertThat(described(DescriptorBits.frame(VP8_PATTERN[2])).layerSync).as("by itself").isTrue();
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
