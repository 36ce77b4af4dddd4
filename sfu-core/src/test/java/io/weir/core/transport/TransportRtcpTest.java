package io.weir.core.transport;

import static io.weir.core.testkit.TransportFixture.TRANSPORT_CC_EXTENSION;
import static io.weir.core.testkit.TransportFixture.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Bytes;
import io.weir.core.counter.PacketCounter;
import io.weir.core.rtcp.Feedback;
import io.weir.core.rtcp.Nack;
import io.weir.core.rtcp.ReportBlock;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtcp.SenderReport;
import io.weir.core.rtcp.TransportFeedback;
import io.weir.core.rtcp.TransportFeedbackVisitor;
import io.weir.core.sequence.NtpTime;
import io.weir.core.testkit.RtpPacketBuilder;
import io.weir.core.testkit.TransportFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TransportRtcpTest {
  private static final int TRACK = 77;
  private static final int SLOT = 600;

  private final RecordedListener listener = new RecordedListener();
  private final TransportFixture fixture = new TransportFixture(listener);
  private final TrackAtHand track = new TrackAtHand();
  private final List<Integer> slotNumbers = new ArrayList<>();

  private void publish() {
    fixture
        .transport()
        .addReceiver(TransportFixture.video("v", TRACK, TRACK + 1), fixture.nowNs())
        .forwardTo(listener);
  }

  private RtpSender subscribe() {
    RtpSender sender =
        fixture.transport().addSender(TransportFixture.video("s", SLOT, SLOT + 1), fixture.nowNs());
    sender.bind(track.binding());
    return sender;
  }

  private void send(RtpSender sender, int count) {
    for (int i = 0; i < count; i++) {
      track.send(sender, 70_000 + slotNumbers.size());
      byte[] sent = fixture.takeRtp().getLast();
      slotNumbers.add((sent[2] & 0xFF) << 8 | (sent[3] & 0xFF));
    }
  }

  private void publish(int sequence) {
    fixture.sendRtp(
        new RtpPacketBuilder()
            .payloadType(VIDEO)
            .ssrc(TRACK)
            .sequence(sequence)
            .oneByteExtension(TRANSPORT_CC_EXTENSION, sequence >> 8 & 0xFF, sequence & 0xFF));
  }

  private int nack(int... numbers) {
    fixture.sendRtcp(writer -> writer.nack(1, SLOT, numbers, numbers.length));
    return fixture.takeRtp().size();
  }

  @Test
  void shouldTellWhichSlotNeedsAKeyFrame() {
    RtpSender sender = subscribe();
    fixture.connect();
    fixture.sendRtcp(writer -> writer.pictureLoss(1, SLOT));
    fixture.sendRtcp(writer -> fullIntraRequest(writer, SLOT));
    fixture.sendRtcp(writer -> writer.pictureLoss(1, 4711));
    assertThat(listener.keyFrameRequests).containsExactly(sender, sender);
    assertThat(fixture.count(PacketCounter.KEYFRAME_REQUESTS_RECEIVED)).isEqualTo(2);
  }

  private static void fullIntraRequest(RtcpWriter writer, int ssrc) {
    long entry =
        writer.appendFeedback(RtcpPacketType.PAYLOAD_FEEDBACK, RtcpPacketType.FORMAT_FIR, 1, 0, 8);
    Bytes.putI32(writer.segment(), entry, ssrc);
    Bytes.putI32(writer.segment(), entry + 4, 1 << 24);
  }

  @Test
  void shouldResendWhatASubscriberMisses() {
    RtpSender sender = subscribe();
    fixture.connect();
    send(sender, 10);
    fixture.sendRtcp(writer -> writer.nack(1, SLOT, new int[] {slotNumbers.get(4)}, 1));
    byte[] resent = fixture.takeRtp().getFirst();
    assertThat(resent[1] & 0x7F).isEqualTo(TransportFixture.VIDEO_RTX);
    assertThat(fixture.count(PacketCounter.NACKS_RECEIVED)).isEqualTo(1);
    assertThat(fixture.count(PacketCounter.SENT_RETRANSMISSIONS)).isEqualTo(1);
  }

  /** Feedback that all of so many packets are missing takes four bytes beside its head. */
  private static void claim(RtcpWriter writer, int packets) {
    long information =
        writer.appendFeedback(
            RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.FORMAT_TRANSPORT_WIDE, 1, SLOT, 12);
    Bytes.putU16(writer.segment(), information, 1);
    Bytes.putU16(writer.segment(), information + 2, packets);
    Bytes.putI32(writer.segment(), information + 4, 0);
    Bytes.putU16(writer.segment(), information + 8, packets);
    Bytes.putU16(writer.segment(), information + 10, 0);
  }

  @Test
  void shouldReadFeedbackOnNoMorePacketsThanAnybodySends() {
    subscribe();
    fixture.connect();
    fixture.sendRtcp(writer -> claim(writer, 3_000));
    fixture.sendRtcp(writer -> {
      claim(writer, 3_000);
      claim(writer, 1_000);
    });
    assertThat(fixture.count(PacketCounter.RTCP_MALFORMED)).isZero();

    fixture.sendRtcp(writer -> {
      claim(writer, 3_000);
      claim(writer, 3_000);
      claim(writer, 3_000);
    });
    assertThat(fixture.count(PacketCounter.RTCP_MALFORMED)).isEqualTo(2);
  }

  @Test
  void shouldLimitNackStorms() {
    RtpSender sender = subscribe();
    fixture.connect();
    send(sender, 400);
    int[] all = slotNumbers.stream().mapToInt(Integer::intValue).toArray();
    assertThat(nack(all)).as("of one compound packet").isEqualTo(200);
    assertThat(nack(IntStream.of(all).limit(200).toArray())).as("just resent").isZero();
    assertThat(fixture.count(PacketCounter.NACKS_RECEIVED)).isEqualTo(600);
    assertThat(fixture.count(PacketCounter.NACK_THROTTLED)).isEqualTo(400);
  }

  @Test
  void shouldAskThePublisherForWhatIsMissing() {
    publish();
    fixture.connect();
    publish(1);
    publish(2);
    publish(5);
    fixture.pass(15);
    List<Integer> asked = new ArrayList<>();
    fixture.readRtcp(reader -> {
      if (reader.is(RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.FORMAT_NACK)) {
        assertThat(Feedback.mediaSsrc(reader)).isEqualTo(TRACK);
        Nack.forEachLost(reader, asked::add);
      }
    });
    assertThat(asked).containsExactly(3, 4);
    assertThat(fixture.count(PacketCounter.NACKS_SENT)).isEqualTo(2);
  }

  @Test
  void shouldAskAgainOncePerRoundTripThatTheReportsTell() {
    publish();
    RtpSender sender = subscribe();
    fixture.connect();
    send(sender, 3);
    fixture.pass(250);
    List<Long> reports = new ArrayList<>();
    fixture.readRtcp(reader -> {
      if (reader.packetType() == RtcpPacketType.SENDER_REPORT) {
        reports.add(SenderReport.ntp(reader));
      }
    });
    int lastReport = NtpTime.compact(reports.getFirst());
    // The report was on its way for 50 ms since it was made 50 ms ago.
    fixture.sendRtcp(writer -> {
      writer.receiverReport(1);
      writer.reportBlock(SLOT, 0, 0, 0, 0, lastReport, NtpTime.compactDuration(10_000_000));
    });
    publish(1);
    publish(3);
    fixture.pass(199);
    List<Integer> asked = new ArrayList<>();
    fixture.readRtcp(reader -> {
      if (reader.is(RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.FORMAT_NACK)) {
        Nack.forEachLost(reader, asked::add);
      }
    });
    assertThat(asked).as("at 10, 50, 90, 130, 170 ms").hasSize(5);
  }

  @Test
  void shouldReportOnTracksEverySecond() {
    publish();
    fixture.connect();
    for (int i = 0; i < 10; i++) {
      if (i != 4) {
        publish(i);
      }
    }
    fixture.sendRtcp(writer -> writer.senderReport(TRACK, 0x1122_3344_5566_7788L, 5, 9, 99));
    fixture.sendRtcp(writer -> writer.senderReport(TRACK + 1, 0x0102_0304_0506_0708L, 5, 9, 99));
    fixture.pass(3_250);
    List<Integer> lost = new ArrayList<>();
    fixture.readRtcp(reader -> {
      if (reader.packetType() == RtcpPacketType.RECEIVER_REPORT) {
        assertThat(reader.count()).isEqualTo(1);
        assertThat(ReportBlock.ssrc(reader, 0)).isEqualTo(TRACK);
        assertThat(ReportBlock.cumulativeLost(reader, 0)).isEqualTo(1);
        assertThat(ReportBlock.highestSequence(reader, 0)).isEqualTo(9);
        assertThat(ReportBlock.lastSenderReport(reader, 0)).isEqualTo(0x3344_5566);
        lost.add(ReportBlock.fractionLost(reader, 0));
      }
    });
    assertThat(lost).containsExactly(256 / 10, 0, 0, 0);
  }

  @Test
  void shouldReportOnSlotsThatSend() {
    RtpSender sender = subscribe();
    fixture.connect();
    fixture.pass(1_000);
    List<Long> ntps = new ArrayList<>();
    fixture.readRtcp(reader -> ntps.add(0L));
    assertThat(ntps).as("nothing was sent").isEmpty();
    send(sender, 5);
    fixture.pass(1_000);
    List<Integer> types = new ArrayList<>();
    fixture.readRtcp(reader -> {
      types.add(reader.packetType());
      if (reader.packetType() == RtcpPacketType.SENDER_REPORT) {
        assertThat(SenderReport.ssrc(reader)).isEqualTo(SLOT);
        assertThat(SenderReport.packetCount(reader)).isEqualTo(5);
        assertThat(SenderReport.octetCount(reader)).isEqualTo(15);
        ntps.add(NtpTime.toNs(SenderReport.ntp(reader)));
      }
    });
    assertThat(types)
        .containsExactly(RtcpPacketType.SENDER_REPORT, RtcpPacketType.SOURCE_DESCRIPTION);
    long age = fixture.nowNs() + TransportFixture.NTP_OFFSET_NS - ntps.getFirst();
    assertThat(age).isBetween(-1_000L, 1_000_000_000L);
  }

  @Test
  void shouldReportOnManyTracksAndSlotsInSeveralCompounds() {
    for (int i = 0; i < 25; i++) {
      RtpSender sender =
          fixture
              .transport()
              .addSender(TransportFixture.video("s" + i, SLOT + 2 * i, SLOT + 2 * i + 1), 0);
      sender.bind(track.binding());
      RtpReceiver receiver =
          fixture
              .transport()
              .addReceiver(TransportFixture.video("v" + i, 2_000 + 2 * i, 2_001 + 2 * i), 0);
      receiver.forwardTo(listener);
      fixture.connect();
      track.send(sender, 70_000 + i);
      fixture.sendRtp(new RtpPacketBuilder().payloadType(VIDEO).ssrc(2_000 + 2 * i));
    }
    fixture.pass(250);
    List<Integer> sent = new ArrayList<>();
    List<Integer> received = new ArrayList<>();
    fixture.readRtcp(reader -> {
      if (reader.packetType() == RtcpPacketType.SENDER_REPORT) {
        sent.add(SenderReport.ssrc(reader));
      } else if (reader.packetType() == RtcpPacketType.RECEIVER_REPORT) {
        for (int i = 0; i < reader.count(); i++) {
          received.add(ReportBlock.ssrc(reader, i));
        }
      }
    });
    assertThat(sent).hasSize(25).doesNotHaveDuplicates();
    assertThat(received).hasSize(25).doesNotHaveDuplicates();
  }

  @Test
  void shouldTellThePublisherWhenItsPacketsArrived() {
    publish();
    fixture.connect();
    List<Integer> arrived = new ArrayList<>();
    List<Integer> missing = new ArrayList<>();
    List<Long> arrivalsMs = new ArrayList<>();
    for (int i = 1; i < 20; i++) {
      if (i != 7) {
        publish(i);
      }
      fixture.pass(10);
    }
    fixture.pass(100);
    fixture.readRtcp(reader -> {
      if (reader.is(RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.FORMAT_TRANSPORT_WIDE)) {
        // libwebrtc ignores feedback that names none of its streams.
        assertThat(Feedback.mediaSsrc(reader)).isEqualTo(TRACK);
        TransportFeedback.parse(
            reader,
            new TransportFeedbackVisitor() {
              @Override
              public void onReceived(int sequence, long arrivalNs) {
                arrived.add(sequence);
                arrivalsMs.add(arrivalNs / 1_000_000);
              }

              @Override
              public void onMissing(int sequence) {
                missing.add(sequence);
              }
            });
      }
    });
    assertThat(arrived).hasSize(18).startsWith(1, 2, 3).endsWith(18, 19);
    assertThat(missing).containsExactly(7);
    assertThat(arrivalsMs.getLast() - arrivalsMs.getFirst()).isEqualTo(180);
  }
}
