package io.weir.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Bytes;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.TransportStatistics;
import io.weir.core.counter.PacketCounter;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.testkit.CongestionReporter;
import io.weir.core.testkit.TransportFixture;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a transport learns from a client that reports by SSRC and sequence number (RFC 8888). */
class ReportedStreamsTest extends LinkFeedbackTest {
  private static final int PACKETS_PER_REPORT = 5;

  private final CongestionReporter client = new CongestionReporter();
  private int turns;

  ReportedStreamsTest() {
    super("ack ccfb");
  }

  @Override
  Map<HeaderExtensionId, Integer> extensions(Map<HeaderExtensionId, Integer> usual) {
    return Map.of(HeaderExtensionId.MID, TransportFixture.MID_EXTENSION);
  }

  @Override
  void receive(byte[] packet) {
    MemorySegment bytes = MemorySegment.ofArray(packet);
    client.onPacket(Bytes.i32(bytes, 8), Bytes.u16(bytes, 2), fixture.nowNs());
  }

  @Override
  void tell() {
    if (++turns % PACKETS_PER_REPORT == 0) {
      fixture.sendRtcp(writer -> client.write(writer, 1, fixture.nowNs()));
    }
  }

  @Test
  void shouldTellFromAFirstWordInTimeThatThePromiseIsKept() {
    RtpSender sender = subscribe("ack ccfb");
    fixture.connect();
    assertThat(link().limited()).as("promised").isTrue();
    for (int i = 0; i < 30; i++) {
      sendOne(sender);
      fixture.pass(100);
    }

    assertThat(link().limited()).as("promised, and nothing came").isFalse();
  }

  @Test
  void shouldNoteNothingForAClientThatReportsThoughItAgreedToNothing() {
    RtpSender sender = subscribe("nack pli");
    fixture.connect();

    assertThat(send(sender, 100)).isZero();

    assertThat(link().limited()).isFalse();
    assertThat(link().acknowledgedBps()).isEqualTo(TransportStatistics.UNKNOWN);
  }

  @Test
  void shouldUnderstandReportsOnceTheyAreNegotiated() {
    RtpSender sender = subscribe("nack pli");
    fixture.connect();
    send(sender, 10);

    sender.renegotiate(slot("ack ccfb"));
    sender.bind(track.binding());
    send(sender, 100);
    assertThat(link().limited()).isTrue();

    sender.renegotiate(slot("nack pli"));
    assertThat(sender.reported()).isNull();
  }

  @Test
  void shouldCountAMalformedReportAndReadTheNext() {
    RtpSender sender = subscribe("ack ccfb");
    fixture.connect();
    send(sender, 20);

    fixture.sendRtcp(writer -> {
      long at =
          writer.append(RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.FORMAT_CONGESTION, 16);
      Bytes.putI32(writer.segment(), at + 4, SLOT);
      Bytes.putU16(writer.segment(), at + 10, 0xFFFF);
    });

    assertThat(fixture.count(PacketCounter.RTCP_MALFORMED)).isEqualTo(1);
    send(sender, 100);
    assertThat(link().acknowledgedBps()).isPositive();
  }
}
