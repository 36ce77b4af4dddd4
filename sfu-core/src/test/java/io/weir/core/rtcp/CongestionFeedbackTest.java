package io.weir.core.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CongestionFeedbackTest {
  /** One stream with three reports from 65535 on, a second without any; sent at 0x00020003. */
  private static final String VALID =
      "8bcd0008"
          + "00000001"
          + "00000007"
          + "ffff0003"
          + "8400"
          + "0000"
          + "ffff"
          + "0000"
          + "00000008"
          + "00050000"
          + "00020003";

  private final RtcpReader reader = new RtcpReader();
  private final List<String> visited = new ArrayList<>();
  private final CongestionFeedbackVisitor visitor =
      new CongestionFeedbackVisitor() {
        @Override
        public void onReceived(int ssrc, int sequence, int ago) {
          visited.add(ssrc + ":" + sequence + "-" + ago);
        }

        @Override
        public void onMissing(int ssrc, int sequence) {
          visited.add(ssrc + ":" + sequence + " missing");
        }
      };

  private boolean parse(byte[] bytes) {
    visited.clear();
    return reader.wrap(MemorySegment.ofArray(bytes), 0, bytes.length)
        && reader.next()
        && reader.is(RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.FORMAT_CONGESTION)
        && CongestionFeedback.parse(reader, visitor);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  @Test
  void shouldTellWhatArrivedAndWhen() {
    assertThat(parse(bytes(VALID))).isTrue();

    assertThat(visited).containsExactly("7:65535-1024", "7:0 missing", "7:1-8191");
    assertThat(CongestionFeedback.timestamp(reader)).isEqualTo(0x20003);
  }

  @Test
  void shouldUnderstandReportsThatCountAsTheTextOfTheRfcSaysBeforeItsErratum() {
    // Three reports that say two, whose length gives them away; two that say one.
    String three = "8bcd0006" + "00000001" + "00000007" + "ffff0002" + "8400" + "0000" + "ffff";
    assertThat(parse(bytes(three + "0000" + "00020003"))).isTrue();
    assertThat(visited).containsExactly("7:65535-1024", "7:0 missing", "7:1-8191");

    String two = "8bcd0005" + "00000001" + "00000007" + "00050001" + "8400" + "8001";
    assertThat(parse(bytes(two + "00020003"))).isTrue();
    assertThat(visited).containsExactly("7:5-1024", "7:6-1");

    String none = "8bcd0007" + "00000001" + "00000008" + "00050000" + two.substring(16);
    assertThat(parse(bytes(none + "00020003"))).isTrue();
    assertThat(visited).containsExactly("7:5-1024", "7:6-1");
  }

  @Test
  void shouldVisitNothingOfAFeedbackThatPromisesMoreThanItHas() {
    assertThat(parse(bytes(VALID.replace("ffff0003", "ffff0009")))).isFalse();
    assertThat(parse(bytes(VALID.replace("00050000", "00050001")))).isFalse();
    assertThat(parse(bytes("8bcd0002" + "00000001" + "00020003"))).isTrue();

    assertThat(visited).isEmpty();
  }

  @Property(tries = 2000)
  void shouldNeverReadBeyondWhatItGot(
      @ForAll @Size(min = 4, max = 60) byte[] body, @ForAll boolean keepHead) {
    byte[] packet = new byte[(body.length / 4 + 2) * 4];
    System.arraycopy(body, 0, packet, 4, body.length);
    if (keepHead) {
      byte[] valid = bytes(VALID);
      System.arraycopy(valid, 0, packet, 0, Math.min(12, packet.length));
    }
    packet[0] = (byte) (0x80 | RtcpPacketType.FORMAT_CONGESTION);
    packet[1] = (byte) RtcpPacketType.TRANSPORT_FEEDBACK;
    packet[2] = 0;
    packet[3] = (byte) (packet.length / 4 - 1);

    if (!parse(packet)) {
      assertThat(visited).isEmpty();
    }
    assertThat(visited.size()).isLessThanOrEqualTo(packet.length / 2);
  }
}
