package io.weir.core.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.testkit.DescriptorBits;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DependencyStructureTest {
  private static final int EXTENSION = 5;

  /** Templates of L1T3 as libwebrtc sends them: T0 key, T0, T1, T2 twice. */
  private static final String TEMPLATES = "00 01 01 00 11";

  /** Of each template for the three decode targets; S for switch, D, R, and - for not present. */
  private static final String INDICATIONS = "SSS SSS -DS --D --D";

  private final DependencyStructure structure = new DependencyStructure();

  /** What was told of higher layers than that of the frame read last. */
  private long above;

  private static DescriptorBits frame(int template) {
    return DescriptorBits.frame(template);
  }

  private static DescriptorBits keyFrame(int firstId) {
    return DescriptorBits.keyFrame(firstId, TEMPLATES, INDICATIONS);
  }

  private String read(DescriptorBits descriptor) {
    Packet packet =
        new RtpPacketBuilder()
            .twoByteExtension(EXTENSION, descriptor.bytes())
            .buildParsed(new PacketPool(Arena.ofAuto(), 1));
    above = structure.read(packet, HeaderExtensions.find(packet, EXTENSION));
    return "T" + packet.temporalLayer + (packet.layerSync ? " sync" : "");
  }

  @Test
  void shouldTellTemporalLayersByTemplate() {
    assertThat(read(keyFrame(0))).isEqualTo("T0 sync");
    assertThat(read(frame(1))).isEqualTo("T0 sync");
    assertThat(read(frame(2))).isEqualTo("T1");
    assertThat(read(frame(3))).isEqualTo("T2");
    assertThat(read(frame(4))).isEqualTo("T2");
  }

  @Test
  void shouldCountTemplatesFromTheStructuresFirstId() {
    read(keyFrame(62));
    assertThat(read(frame(63))).isEqualTo("T0 sync");
    assertThat(read(frame(0))).isEqualTo("T1");
    assertThat(read(frame(2))).isEqualTo("T2");
    assertThat(read(frame(3))).as("no template").isEqualTo("T0");
  }

  @Test
  void shouldTakeTheIndicationsOfTheFrameItself() {
    read(keyFrame(0));
    assertThat(read(frame(2).put("00100").indications("-SS"))).isEqualTo("T1 sync");
    assertThat(read(frame(2).put("01100").put("111").indications("-SS"))).isEqualTo("T1 sync");
    assertThat(read(frame(2).put("01100").put("101").indications("-RS"))).isEqualTo("T1");
    assertThat(read(frame(3).put("00100").indications("--S"))).isEqualTo("T2 sync");
    assertThat(read(frame(1).put("00100").indications("R--"))).isEqualTo("T0");
  }

  @Test
  void shouldTellWhichHigherLayersMayBeEnteredAfterAFrame() {
    read(keyFrame(0));
    assertThat(above).isEqualTo(0b110);
    read(frame(1));
    assertThat(above).isEqualTo(0b110);
    read(frame(2));
    assertThat(above).isEqualTo(0b100);
    read(frame(3));
    assertThat(above).isZero();
    read(frame(1).put("00100").indications("SRS"));
    assertThat(above).isEqualTo(0b100);
  }

  @Test
  void shouldKnowNoLayersBeforeAStructureCame() {
    assertThat(read(frame(2))).isEqualTo("T0");
  }

  @Test
  void shouldTellWhereFramesBegin() {
    Packet packet =
        new RtpPacketBuilder()
            .oneByteExtension(EXTENSION, 0x40, 0, 7)
            .buildParsed(new PacketPool(Arena.ofAuto(), 1));
    packet.frameStart = true;
    structure.read(packet, HeaderExtensions.find(packet, EXTENSION));
    assertThat(packet.frameStart).isFalse();
  }

  @Property(tries = 2_000)
  void shouldReadAnyBytes(
      @ForAll @Size(max = 100) byte[] first, @ForAll @Size(max = 20) byte[] second) {
    DependencyStructure any = new DependencyStructure();
    for (byte[] bytes : new byte[][] {first, second}) {
      int[] values = new int[bytes.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = bytes[i] & 0xFF;
      }
      Packet packet =
          new RtpPacketBuilder()
              .twoByteExtension(EXTENSION, values)
              .buildParsed(new PacketPool(Arena.ofAuto(), 1));
      any.read(packet, HeaderExtensions.find(packet, EXTENSION));
      assertThat(packet.temporalLayer).isBetween(0, 63);
    }
  }
}
