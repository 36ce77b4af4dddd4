package io.weir.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Bytes;
import io.weir.core.congestion.TwccRecorder;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.LinkStatistics;
import io.weir.core.control.RtpParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.testkit.TransportFixture;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a transport learns of the link to its client. */
class TransportLinkTest {
  private static final int SLOT = 3000;

  /** Fixed header and CSRC, the block's header: the number is the first element. */
  private static final int ELEMENT = 20;

  private final RecordedListener listener = new RecordedListener();
  private final TransportFixture fixture = new TransportFixture(listener);
  private final TrackAtHand track = new TrackAtHand();
  private final TwccRecorder client = new TwccRecorder();
  private final List<Integer> numbers = new ArrayList<>();
  private int sequence = 70_000;
  private boolean answers = true;

  private RtpSender subscribe(String... feedback) {
    RtpParameters slot = TransportFixture.video("s", SLOT, SLOT + 1);
    List<CodecParameters> codecs = new ArrayList<>();
    for (CodecParameters codec : slot.codecs()) {
      Set<String> all = new HashSet<>(codec.feedback());
      all.addAll(List.of(feedback));
      codecs.add(
          new CodecParameters(
              codec.payloadType(),
              codec.name(),
              codec.clockRate(),
              codec.channels(),
              codec.formatParameters(),
              all,
              codec.rtxPayloadType()));
    }
    RtpSender sender =
        fixture
            .transport()
            .addSender(
                new RtpParameters(
                    slot.mid(),
                    slot.kind(),
                    codecs,
                    slot.extensions(),
                    slot.encodings(),
                    slot.cname()),
                fixture.nowNs());
    sender.bind(track.binding());
    return sender;
  }

  /** Sends a packet every 10 ms; the client receives all at once. */
  private int send(RtpSender sender, int count) {
    int probes = 0;
    for (int i = 0; i < count; i++) {
      track.sendAt(sender, sequence++, fixture.nowNs());
      fixture.pass(10);
      for (byte[] sent : fixture.takeRtp()) {
        assertThat(sent[ELEMENT] & 0xFF)
            .isEqualTo(TransportFixture.TRANSPORT_CC_EXTENSION << 4 | 1);
        int number = (sent[ELEMENT + 1] & 0xFF) << 8 | (sent[ELEMENT + 2] & 0xFF);
        numbers.add(number);
        client.onPacket(number, fixture.nowNs());
        probes += (sent[1] & 0x7F) == TransportFixture.VIDEO_RTX ? 1 : 0;
      }
      if (answers && client.nextDeadlineNs() <= fixture.nowNs()) {
        fixture.sendRtcp(writer -> client.writeFeedback(writer, 1, SLOT, fixture.nowNs()));
      }
    }
    return probes;
  }

  private LinkStatistics link() {
    return fixture.transport().statistics().link();
  }

  @Test
  void shouldNumberWhatItSendsWithoutAGap() {
    RtpSender sender = subscribe("transport-cc");
    fixture.connect();

    send(sender, 100);

    for (int i = 0; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo(i + 1);
    }
  }

  @Test
  void shouldMeasureTheLinkByTheFeedback() {
    RtpSender sender = subscribe("transport-cc");
    fixture.connect();

    send(sender, 300);

    assertThat(link().limited()).isTrue();
    assertThat(link().acknowledgedBps()).isPositive();
    assertThat(link().lossRatio()).isZero();
    assertThat(link().roundTripNs()).isBetween(0L, 200_000_000L);
    assertThat(fixture.count(PacketCounter.RTCP_MALFORMED)).isZero();
  }

  @Test
  void shouldFillBurstsWithRetransmissionsThatNobodyAskedFor() {
    RtpSender sender = subscribe("transport-cc");
    fixture.connect();

    int probes = send(sender, 100);

    assertThat(probes).isPositive();
    assertThat(fixture.count(PacketCounter.SENT_PROBES)).isEqualTo(probes);
    assertThat(fixture.count(PacketCounter.SENT_RETRANSMISSIONS)).isZero();
  }

  @Test
  void shouldProbeAndLimitNothingForAClientWithoutFeedback() {
    RtpSender sender = subscribe();
    answers = false;
    fixture.connect();

    assertThat(send(sender, 100)).isZero();

    assertThat(link().limited()).isFalse();
  }

  @Test
  void shouldTakeAReceiversOwnEstimateWhereThatIsAll() {
    subscribe("goog-remb");
    fixture.connect();

    fixture.sendRtcp(writer -> {
      long entry = writer.appendFeedback(206, 15, 1, 0, 12);
      Bytes.putI32(writer.segment(), entry, 0x52454D42);
      Bytes.putI32(writer.segment(), entry + 4, 1 << 24 | 1 << 18 | 250_000);
      Bytes.putI32(writer.segment(), entry + 8, SLOT);
    });

    assertThat(link().limited()).isTrue();
    assertThat(link().estimateBps()).isBetween(490_000L, 500_000L);
  }
}
