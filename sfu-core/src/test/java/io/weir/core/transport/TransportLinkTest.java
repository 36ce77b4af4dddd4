package io.weir.core.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Bytes;
import io.weir.core.congestion.TwccRecorder;
import io.weir.core.testkit.TransportFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a transport learns by transport-wide numbers, and where its client tells otherwise. */
class TransportLinkTest extends LinkFeedbackTest {
  /** Fixed header and CSRC, the block's header: the number is the first element. */
  private static final int ELEMENT = 20;

  private final TwccRecorder client = new TwccRecorder();
  private final List<Integer> numbers = new ArrayList<>();
  private boolean answers = true;

  TransportLinkTest() {
    super("transport-cc");
  }

  @Override
  void receive(byte[] packet) {
    assertThat(packet[ELEMENT] & 0xFF).isEqualTo(TransportFixture.TRANSPORT_CC_EXTENSION << 4 | 1);
    int number = (packet[ELEMENT + 1] & 0xFF) << 8 | (packet[ELEMENT + 2] & 0xFF);
    numbers.add(number);
    client.onPacket(number, fixture.nowNs());
  }

  @Override
  void tell() {
    if (answers && client.nextDeadlineNs() <= fixture.nowNs()) {
      fixture.sendRtcp(writer -> client.writeFeedback(writer, 1, SLOT, fixture.nowNs()));
    }
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
