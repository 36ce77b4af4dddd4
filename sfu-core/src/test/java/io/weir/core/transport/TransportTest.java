package io.weir.core.transport;

import static io.weir.core.testkit.TransportFixture.AUDIO;
import static io.weir.core.testkit.TransportFixture.MID_EXTENSION;
import static io.weir.core.testkit.TransportFixture.VIDEO;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.TransportState;
import io.weir.core.counter.PacketCounter;
import io.weir.core.dtls.DtlsEngineFactory;
import io.weir.core.rtcp.Bye;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.testkit.AgreedDtls;
import io.weir.core.testkit.RefusingDtls;
import io.weir.core.testkit.RtpPacketBuilder;
import io.weir.core.testkit.TransportFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {
  private static final int SSRC = 77;

  private final RecordedListener listener = new RecordedListener();
  private final TransportFixture fixture = new TransportFixture(listener);
  private final Transport transport = fixture.transport();

  private void publish() {
    transport
        .addReceiver(TransportFixture.video("v", SSRC, SSRC + 1), fixture.nowNs())
        .forwardTo(listener);
  }

  private static RtpPacketBuilder rtp(int sequence) {
    return new RtpPacketBuilder().payloadType(VIDEO).ssrc(SSRC).sequence(sequence);
  }

  @Test
  void shouldTellHowFarItIs() {
    assertThat(transport.state()).isEqualTo(TransportState.NEW);
    fixture.connect();
    assertThat(listener.states)
        .containsExactly(TransportState.CONNECTING, TransportState.CONNECTED);
    assertThat(fixture.count(PacketCounter.HANDSHAKES_COMPLETED)).isEqualTo(1);
  }

  @Test
  void shouldCountWhatBelongsToNoProtocol() {
    fixture.connect();
    fixture.receive(new byte[] {4, 0, 0});
    fixture.receive(new byte[] {(byte) 0xFF, 0, 0});
    fixture.receive(new byte[] {64, 0});
    fixture.receive(new byte[] {0, 1});
    assertThat(fixture.count(PacketCounter.UNKNOWN_PROTOCOL)).isEqualTo(4);
    fixture.receive(new byte[0]);
    fixture.receive(new byte[] {(byte) 0x80});
    fixture.receive(new byte[] {(byte) 0x80, 96, 0, 0});
    assertThat(fixture.count(PacketCounter.TOO_SHORT)).isEqualTo(3);
    assertThat(fixture.poolIsFull()).isTrue();
  }

  @Test
  void shouldHoldPacketsThatOvertakeTheHandshakeAndDeliverThemInOrder() {
    publish();
    fixture.check();
    List<Long> expected = new ArrayList<>();
    for (int sequence = 10; sequence < 30; sequence++) {
      fixture.sendRtp(rtp(sequence));
      if (sequence < 26) {
        expected.add((long) sequence);
      }
    }
    assertThat(listener.sequences).isEmpty();
    assertThat(fixture.count(PacketCounter.SRTP_NOT_READY)).isEqualTo(4);
    fixture.receive(AgreedDtls.hello());
    assertThat(listener.sequences).isEqualTo(expected);
    assertThat(fixture.poolIsFull()).isTrue();
  }

  @Test
  void shouldGiveHeldPacketsBackWhenItClosesBeforeKeys() {
    fixture.check();
    fixture.sendRtp(rtp(1));
    assertThat(fixture.poolIsFull()).isFalse();
    transport.close();
    assertThat(fixture.poolIsFull()).isTrue();
    fixture.sendRtp(rtp(2));
    assertThat(fixture.poolIsFull()).isTrue();
  }

  @Test
  void shouldCountForgeriesAndReplays() {
    publish();
    fixture.connect();
    byte[] sealed = fixture.sealRtp(rtp(1).build());
    fixture.receive(sealed);
    fixture.receive(sealed);
    assertThat(fixture.count(PacketCounter.SRTP_REPLAYED)).isEqualTo(1);
    byte[] forged = fixture.sealRtp(rtp(2).build());
    forged[forged.length - 1] ^= 1;
    fixture.receive(forged);
    assertThat(fixture.count(PacketCounter.SRTP_AUTH_FAILED)).isEqualTo(1);
    assertThat(listener.sequences).containsExactly(1L);
  }

  @Test
  void shouldTellThatTheClientFellSilentAndIsBack() {
    fixture.connect();
    fixture.pass(14_990);
    assertThat(listener.idle).isEmpty();
    fixture.pass(20);
    assertThat(listener.idle).containsExactly(true);
    fixture.pass(60_000);
    assertThat(listener.idle).containsExactly(true);
    fixture.check();
    assertThat(listener.idle).containsExactly(true, false);
    fixture.pass(15_010);
    assertThat(listener.idle).containsExactly(true, false, true);
  }

  @Test
  void shouldNotTakeUnauthenticPacketsForALifeSign() {
    publish();
    fixture.connect();
    for (int i = 0; i < 16; i++) {
      fixture.pass(1_000);
      fixture.receive(rtp(i).payload(new byte[40]).build());
    }
    assertThat(listener.idle).containsExactly(true);
  }

  @Test
  void shouldTellNoRatesOnceItHasEnded() {
    TransportFixture fixture = new TransportFixture(new RecordedListener());
    RtpReceiver camera =
        fixture.transport().addReceiver(TransportFixture.video("v", 10, 11), fixture.nowNs());
    fixture.connect();
    for (int i = 1; i <= 30; i++) {
      fixture.sendRtp(new RtpPacketBuilder().ssrc(10).sequence(i));
      fixture.pass(100);
    }
    assertThat(fixture.transport().statistics().received().bitrate()).isPositive();
    assertThat(camera.statistics().getFirst().stream().media().bitrate()).isPositive();

    fixture.transport().fail();

    assertThat(fixture.transport().statistics().received().bitrate()).isZero();
    assertThat(fixture.transport().statistics().received().packets()).isPositive();
    assertThat(camera.statistics().getFirst().stream().media().bitrate()).isZero();
  }

  @Test
  void shouldSayByeForEverySlotWhenItCloses() {
    transport.addSender(TransportFixture.audio("a", 500), fixture.nowNs());
    transport.addSender(TransportFixture.video("v", 600, 601), fixture.nowNs());
    fixture.connect();
    transport.close();
    List<Integer> ended = new ArrayList<>();
    fixture.readRtcp(reader -> {
      if (reader.packetType() == RtcpPacketType.BYE) {
        ended.add(Bye.ssrc(reader, 0));
      }
    });
    assertThat(ended).containsExactly(500, 600);
    assertThat(fixture.isForgotten()).isTrue();
    assertThat(transport.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    transport.close();
    transport.handleTimeout(fixture.nowNs());
    transport.handleDtlsProgress(fixture.nowNs());
    fixture.readRtcp(reader -> ended.add(0));
    assertThat(ended).hasSize(2);
  }

  @Test
  void shouldSayByeForASlotThatEnds() {
    RtpSender sender = transport.addSender(TransportFixture.audio("a", 500), fixture.nowNs());
    fixture.connect();
    transport.removeSender(sender);
    List<Integer> types = new ArrayList<>();
    fixture.readRtcp(reader -> types.add(reader.packetType()));
    assertThat(types).containsExactly(RtcpPacketType.BYE);
  }

  @Test
  void shouldFailWithDtlsAndStayQuiet() {
    RecordedListener told = new RecordedListener();
    DtlsEngineFactory refusing = new RefusingDtls();
    TransportFixture failing = new TransportFixture(told, refusing);
    failing.connect();
    assertThat(failing.transport().state()).isEqualTo(TransportState.FAILED);
    assertThat(failing.transport().failure()).isEqualTo(RefusingDtls.FAILURE);
    assertThat(told.states).containsExactly(TransportState.CONNECTING, TransportState.FAILED);
    failing.receive(AgreedDtls.hello());
    failing.pass(2_000);
    assertThat(told.states).hasSize(2);
    assertThat(failing.count(PacketCounter.HANDSHAKES_FAILED)).isEqualTo(1);
    for (int i = 0; i < 40; i++) {
      failing.sendRtp(rtp(i));
    }
    failing.transport().close();
    failing.readRtcp(reader -> {
      throw new AssertionError("RTCP without keys");
    });
    assertThat(failing.poolIsFull()).isTrue();
  }

  @Test
  void shouldNoticeThatDtlsFailedByItsTimer() {
    RecordedListener told = new RecordedListener();
    RefusingDtls refusing = new RefusingDtls();
    TransportFixture failing = new TransportFixture(told, refusing);
    failing.check();
    refusing.failAtNextTimeout(failing.nowNs() + 1_000_000_000L);
    failing.pass(1_100);
    assertThat(told.states).endsWith(TransportState.FAILED);
  }

  @Test
  void shouldNotUseUpSequenceNumbersBeforeItCanSend() {
    RtpSender sender = transport.addSender(TransportFixture.video("s", 600, 601), fixture.nowNs());
    TrackAtHand track = new TrackAtHand();
    sender.bind(track.binding());
    for (int i = 0; i < 200; i++) {
      track.send(sender, 70_000 + i);
    }
    assertThat(fixture.count(PacketCounter.NO_PATH)).isEqualTo(200);
    fixture.connect();
    track.send(sender, 70_200);
    byte[] first = fixture.takeRtp().getFirst();
    assertThat(first[0] & 0x10).as("the first packets carry MID").isNotZero();
  }

  @Test
  void shouldDropWhatGrowsBeyondADatagramOnItsWay() {
    RtpSender sender = transport.addSender(TransportFixture.video("s", 600, 601), fixture.nowNs());
    TrackAtHand track = new TrackAtHand();
    sender.bind(track.binding());
    fixture.connect();
    track.send(sender, 70_000, new byte[2020]);
    assertThat(fixture.count(PacketCounter.SEND_TOO_LARGE)).isEqualTo(1);
    track.send(sender, 70_001, new byte[1200]);
    assertThat(fixture.takeRtp()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldTakeEveryDatagramWithoutThrowingOrLosingAPacket(long seed) {
    Random random = new Random(seed);
    publish();
    transport.addReceiver(TransportFixture.audio("a", 99), fixture.nowNs()).forwardTo(listener);
    RtpSender sender = transport.addSender(TransportFixture.video("s", 600, 601), fixture.nowNs());
    sender.bind(new TrackAtHand().binding());
    for (int i = 0; i < 200; i++) {
      fixture.receive(noise(random));
    }
    fixture.connect();
    for (int i = 0; i < 20_000; i++) {
      fixture.receive(datagram(random));
      if (random.nextInt(50) == 0) {
        fixture.pass(random.nextInt(100));
      }
    }
    assertThat(transport.state()).isEqualTo(TransportState.CONNECTED);
    transport.close();
    assertThat(fixture.poolIsFull()).isTrue();
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Noise; or authentic RTP or RTCP, some bytes of which were changed before it was encrypted. */
  private byte[] datagram(Random random) {
    int kind = random.nextInt(3);
    if (kind == 0) {
      return noise(random);
    }
    byte[] plain = kind == 1 ? someRtp(random) : someRtcp(random);
    int flips = random.nextInt(6);
    for (int i = 0; i < flips; i++) {
      int at = random.nextInt(plain.length);
      boolean ssrc = at >= (kind == 1 ? 8 : 4) && at < (kind == 1 ? 12 : 8);
      if (at > 1 && !ssrc) {
        plain[at] ^= (byte) (1 << random.nextInt(8));
      }
    }
    return kind == 1 ? fixture.sealRtp(plain) : fixture.sealRtcp(plain);
  }

  private byte[] someRtp(Random random) {
    return rtp(random.nextInt(65_536))
        .payloadType(new int[] {VIDEO, VIDEO + 1, AUDIO, 5}[random.nextInt(4)])
        .ssrc(SSRC + random.nextInt(100))
        .timestamp(random.nextInt() & 0xFFFF_FFFFL)
        .oneByteExtension(MID_EXTENSION, "vax".charAt(random.nextInt(3)))
        .oneByteExtension(TransportFixture.TRANSPORT_CC_EXTENSION, random.nextInt(256), 7)
        .payload(noise(random))
        .build();
  }

  private static byte[] someRtcp(Random random) {
    byte[] body = noise(random);
    int words = random.nextInt(4) == 0 ? random.nextInt(400) : body.length / 4;
    byte[] packet = new byte[4 + Math.max(body.length & ~3, 8)];
    System.arraycopy(body, 0, packet, 4, Math.min(body.length, packet.length - 4));
    packet[0] = (byte) (0x80 | random.nextInt(64));
    packet[1] = (byte) (200 + random.nextInt(8));
    packet[2] = (byte) (words >> 8);
    packet[3] = (byte) words;
    if (random.nextBoolean()) {
      packet[packet.length - 1] = 4;
      // A media SSRC that exists, for feedback.
      System.arraycopy(new byte[] {0, 0, 2, 0x58}, 0, packet, 8, 4);
    }
    return packet;
  }
}
