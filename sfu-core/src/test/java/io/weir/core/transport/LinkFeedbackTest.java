package io.weir.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.LinkStatistics;
import io.weir.core.control.RtpParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.testkit.TransportFixture;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a transport learns of the link to its client, in whichever way the client tells. */
abstract class LinkFeedbackTest {
  static final int SLOT = 3000;

  final TransportFixture fixture = new TransportFixture(new RecordedListener());
  final TrackAtHand track = new TrackAtHand();
  private final String feedback;
  private int sequence = 70_000;

  /** A client that negotiates a way of feedback. */
  LinkFeedbackTest(String feedback) {
    this.feedback = feedback;
  }

  /** The client gets a packet. */
  abstract void receive(byte[] packet);

  /** The client tells what is due; asked every 10 ms. */
  abstract void tell();

  /** The header extensions of its slot, of those that are usual. */
  Map<HeaderExtensionId, Integer> extensions(Map<HeaderExtensionId, Integer> usual) {
    return usual;
  }

  final RtpParameters slot(String... negotiated) {
    RtpParameters slot = TransportFixture.video("s", SLOT, SLOT + 1);
    return new RtpParameters(
        slot.mid(),
        slot.kind(),
        slot.codecs().stream().map(codec -> withFeedback(codec, negotiated)).toList(),
        extensions(slot.extensions()),
        slot.encodings(),
        slot.cname());
  }

  private static CodecParameters withFeedback(CodecParameters codec, String... negotiated) {
    Set<String> all = new HashSet<>(codec.feedback());
    all.addAll(List.of(negotiated));
    return codec.withFeedback(all);
  }

  final RtpSender subscribe(String... negotiated) {
    RtpSender sender = fixture.transport().addSender(slot(negotiated), fixture.nowNs());
    sender.bind(track.binding());
    return sender;
  }

  /** Sends the track's next packet. */
  final void sendOne(RtpSender sender) {
    track.sendAt(sender, sequence++, fixture.nowNs());
  }

  /** Sends a packet every 10 ms, all of which the client gets; how many probes came beside them. */
  final int send(RtpSender sender, int count) {
    int probes = 0;
    for (int i = 0; i < count; i++) {
      sendOne(sender);
      fixture.pass(10);
      for (byte[] sent : fixture.takeRtp()) {
        receive(sent);
        probes += (sent[1] & 0x7F) == TransportFixture.VIDEO_RTX ? 1 : 0;
      }
      tell();
    }
    return probes;
  }

  final LinkStatistics link() {
    return fixture.transport().statistics().link();
  }

  @Test
  void shouldMeasureTheLinkByTheFeedback() {
    RtpSender sender = subscribe(feedback);
    fixture.connect();

    send(sender, 300);

    assertThat(link().limited()).isTrue();
    assertThat(link().acknowledgedBps()).isBetween(600_000L, 1_300_000L);
    assertThat(link().lossRatio()).isZero();
    assertThat(link().roundTripNs()).isBetween(0L, 200_000_000L);
    assertThat(fixture.count(PacketCounter.RTCP_MALFORMED)).isZero();
  }

  @Test
  void shouldFillBurstsWithRetransmissionsThatNobodyAskedFor() {
    RtpSender sender = subscribe(feedback);
    fixture.connect();

    int probes = send(sender, 100);

    assertThat(probes).isPositive();
    assertThat(fixture.count(PacketCounter.SENT_PROBES)).isEqualTo(probes);
    assertThat(fixture.count(PacketCounter.SENT_RETRANSMISSIONS)).isZero();
    assertThat(link().estimateBps()).as("found by a burst").isGreaterThan(1_100_000);
  }
}
