package io.weir.core.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What payloads tell of their frame's place among the others. */
class LayersTest {
  private static final List<PayloadCodec> ALL =
      Stream.of("VP8", "VP9", "H264", "H265", "AV1")
          .map(name -> Codecs.find(name).orElseThrow())
          .toList();

  /** The first packet of a frame of temporal layer 2, sync, picture 0x123, TL0PICIDX 7. */
  private static final String VP8_LAYERS = "90f0" + "8123" + "07" + "a3" + "11";

  private static final String VP9_LAYERS = "a8" + "8123" + "50" + "07" + "82";

  private static Packet read(PayloadCodec codec, byte[] payload) {
    Packet packet =
        new RtpPacketBuilder().payload(payload).buildParsed(new PacketPool(Arena.ofAuto(), 1));
    codec.readLayers(packet);
    return packet;
  }

  private static String layers(PayloadCodec codec, String hex) {
    Packet packet = read(codec, HexFormat.of().parseHex(hex));
    return "T%d%s p%d t%d%s"
        .formatted(
            packet.temporalLayer,
            packet.layerSync ? " sync" : "",
            packet.pictureId,
            packet.tl0PicIdx,
            packet.frameStart ? " start" : "");
  }

  @ParameterizedTest
  @CsvSource({
    VP8_LAYERS + ", T2 sync p291 t7 start",
    "90f08123078311, T2 p291 t7 start", // without Y
    "80f0812307a311, T2 sync p291 t7", // S is not set
    "92f0812307a311, T2 sync p291 t7", // a later partition begins
    "90e07f074011, T1 p127 t7 start", // 7-bit picture id
    "90804511, T0 p69 t-1 start", // nothing but a picture id
    "909083ff4311, T0 p1023 t-1 start", // KEYIDX alone tells no layer
    "90204011, T1 p-1 t-1 start",
    "1011, T0 p-1 t-1 start",
    "0011, T0 p-1 t-1",
    "90f0812307, T0 p-1 t-1" // ends inside the descriptor
  })
  void shouldReadVp8Descriptors(String hex, String expected) {
    assertThat(layers(new Vp8(), hex)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    VP9_LAYERS + ", T2 sync p291 t7 start",
    "a881234007" + "82, T2 p291 t7 start", // without U
    "a881234207" + "82, T2 p291 t7", // a higher spatial layer goes on with the picture
    "a081235007" + "82, T2 sync p291 t7", // without B
    "b8812350" + "82, T2 sync p291 t-1 start", // flexible mode has no TL0PICIDX
    "a845" + "2007" + "82, T1 p69 t7 start", // 7-bit picture id
    "882382, T0 p35 t-1 start",
    "0882, T0 p-1 t-1 start",
    "a88123, T0 p-1 t-1"
  })
  void shouldReadVp9Descriptors(String hex, String expected) {
    assertThat(layers(new Vp9(), hex)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0201af, T0 p-1 t-1", // TRAIL_R
    "0002af, T1 p-1 t-1", // TRAIL_N
    "0403af, T2 sync p-1 t-1", // TSA_N
    "0a02af, T1 sync p-1 t-1", // STSA_R
    "0c02af, T1 p-1 t-1", // RADL_N
    "6203" + "85af, T2 sync p-1 t-1", // a fragment of STSA_R
    "6203" + "81af, T2 p-1 t-1",
    "6002" + "0003" + "4e0101" + "0003" + "0602af, T1 sync p-1 t-1", // SEI, then TSA_R
    "6002" + "0003" + "4e0101, T1 p-1 t-1",
    "0200af, T0 p-1 t-1", // a temporal id of -1 is not allowed
    "0403, T0 p-1 t-1"
  })
  void shouldReadH265Units(String hex, String expected) {
    assertThat(layers(new H265(), hex)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "VP8, " + VP8_LAYERS + ", 90f0fffe" + "ff" + "a311",
    "VP8, 90e07f074011, 90e07e" + "ff" + "4011",
    "VP8, 90804511, 90807e11",
    "VP8, 90500703" + "11, 9050ff03" + "11",
    "VP9, " + VP9_LAYERS + ", a8fffe50ff82",
    "VP9, b881235082, b8fffe5082", // flexible
    "VP9, a8452007" + "82, a87e20ff" + "82"
  })
  void shouldGiveAPictureOtherNumbersInAsManyBits(String codec, String before, String after) {
    Packet packet = read(Codecs.find(codec).orElseThrow(), HexFormat.of().parseHex(before));
    Codecs.find(codec)
        .orElseThrow()
        .renumber(packet.segment(), packet.payloadOffset(), 0x7FFE, 0xFF);
    assertThat(payload(packet)).isEqualTo(HexFormat.of().parseHex(after));
  }

  @Property(tries = 2_000)
  void shouldReadAnyBytes(
      @ForAll @Size(max = 40) byte[] payload, @ForAll @IntRange(max = 0x7FFF) int id) {
    for (PayloadCodec codec : ALL) {
      Packet packet = read(codec, payload);
      assertThat(packet.temporalLayer).isBetween(0, 7);
      assertThat(packet.pictureId).isBetween(-1, 0x7FFF);
      assertThat(packet.tl0PicIdx).isBetween(-1, 0xFF);
      if (packet.pictureId < 0) {
        continue;
      }
      int tl0 = packet.tl0PicIdx < 0 ? -1 : id & 0xFF;
      codec.renumber(packet.segment(), packet.payloadOffset(), id, tl0);
      Packet again = read(codec, payload(packet));
      assertThat(again.pictureId).isIn(id, id & 0x7F);
      assertThat(again.tl0PicIdx).isEqualTo(tl0);
      assertThat(again.temporalLayer).isEqualTo(packet.temporalLayer);
    }
  }

  private static byte[] payload(Packet packet) {
    return packet
        .segment()
        .asSlice(packet.payloadOffset(), packet.payloadLength)
        .toArray(ValueLayout.JAVA_BYTE);
  }
}
