package io.weir.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Bytes;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.LinkStatistics;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.TransportStatistics;
import io.weir.core.counter.PacketCounter;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.testkit.CongestionReporter;
import io.weir.core.testkit.TransportFixture;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a transport learns from a client that reports by SSRC and sequence number (RFC 8888). */
class ReportedStreamsTest {
  private static final int SLOT = 3000;

  private final RecordedListener listener = new RecordedListener();
  private final TransportFixture fixture = new TransportFixture(listener);
  private final TrackAtHand track = new TrackAtHand();
  private final CongestionReporter client = new CongestionReporter();
  private int sequence = 70_000;

  private static RtpParameters slot(String feedback) {
    RtpParameters slot = TransportFixture.video("s", SLOT, SLOT + 1);
    return new RtpParameters(
        slot.mid(),
        slot.kind(),
        slot.codecs().stream()
            .map(codec ->
                new CodecParameters(
                    codec.payloadType(),
                    codec.name(),
                    codec.clockRate(),
                    codec.channels(),
                    codec.formatParameters(),
                    Set.of("nack", feedback),
                    codec.rtxPayloadType()))
            .toList(),
        Map.of(HeaderExtensionId.MID, TransportFixture.MID_EXTENSION),
        slot.encodings(),
        slot.cname());
  }

  private RtpSender subscribe(String feedback) {
    RtpSender sender = fixture.transport().addSender(slot(feedback), fixture.nowNs());
    sender.bind(track.binding());
    return sender;
  }

  /** Sends a packet every 10 ms; the client tells of all that it got every 50 ms. */
  private int send(RtpSender sender, int count) {
    int probes = 0;
    for (int i = 0; i < count; i++) {
      track.sendAt(sender, sequence++, fixture.nowNs());
      fixture.pass(10);
      for (byte[] sent : fixture.takeRtp()) {
        MemorySegment packet = MemorySegment.ofArray(sent);
        int ssrc = Bytes.i32(packet, 8);
        probes += ssrc == SLOT + 1 ? 1 : 0;
        client.onPacket(ssrc, Bytes.u16(packet, 2), fixture.nowNs());
      }
      if (i % 5 == 4) {
        fixture.sendRtcp(writer -> client.write(writer, 1, fixture.nowNs()));
      }
    }
    return probes;
  }

  private LinkStatistics link() {
    return fixture.transport().statistics().link();
  }

  @Test
  void shouldMeasureTheLinkByReportsOnStreams() {
    RtpSender sender = subscribe("ack ccfb");
    fixture.connect();

    send(sender, 300);

    assertThat(link().limited()).isTrue();
    assertThat(link().acknowledgedBps()).isBetween(600_000L, 1_300_000L);
    assertThat(link().lossRatio()).isZero();
    assertThat(link().roundTripNs()).isBetween(0L, 200_000_000L);
    assertThat(fixture.count(PacketCounter.RTCP_MALFORMED)).isZero();
  }

  @Test
  void shouldProbeWithRetransmissionsThatAreReportedOnByTheirOwnSsrc() {
    RtpSender sender = subscribe("ack ccfb");
    fixture.connect();

    int probes = send(sender, 100);

    assertThat(probes).isPositive();
    assertThat(fixture.count(PacketCounter.SENT_PROBES)).isEqualTo(probes);
    assertThat(link().estimateBps()).as("found by a burst").isGreaterThan(1_100_000);
  }

  @Test
  void shouldTellFromAFirstWordInTimeThatThePromiseIsKept() {
    RtpSender sender = subscribe("ack ccfb");
    fixture.connect();
    assertThat(link().limited()).as("promised").isTrue();
    for (int i = 0; i < 30; i++) {
      track.sendAt(sender, sequence++, fixture.nowNs());
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
