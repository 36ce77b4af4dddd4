package io.weir.core.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.weir.core.control.Event;
import io.weir.core.control.TransportState;
import io.weir.core.counter.PacketCounter;
import io.weir.core.io.IoKind;
import io.weir.core.server.ServerFixture.Member;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Whatever comes to the media port, a call under way goes on, and only counters change. */
class BadInputTest {
  private static final int ROUNDS = 50;
  private static final int BAD_PER_ROUND = 20;
  private static final int WAIT_MILLIS = 60_000;

  private final Logger logger = (Logger) LoggerFactory.getLogger("io.weir");
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

  @BeforeEach
  void watchTheLog() {
    logged.start();
    logger.addAppender(logged);
  }

  @AfterEach
  void stopWatchingTheLog() {
    logger.detachAppender(logged);
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotBeDisturbedByStrangers(IoKind io) throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config().io(io));
        DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Member publisher = fixture.join(true, 0);
      Member viewer = fixture.join(false, 1);
      InetSocketAddress target = fixture.address(publisher.id());
      BadDatagrams bad = new BadDatagrams(1);

      assertCallSurvives(
          fixture,
          publisher,
          viewer,
          sequence -> {
            byte[] datagram = bad.fromStranger(publisher);
            stranger.send(new DatagramPacket(datagram, datagram.length, target));
          });

      assertDropped(
          fixture,
          PacketCounter.UNKNOWN_PROTOCOL,
          PacketCounter.UNKNOWN_ADDRESS,
          PacketCounter.TRUNCATED,
          PacketCounter.STUN_MALFORMED,
          PacketCounter.STUN_BAD_FINGERPRINT,
          PacketCounter.STUN_BAD_INTEGRITY);
      assertNobodyFailed(fixture);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotBeDisturbedByAClientGoneMad(IoKind io) throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config().io(io))) {
      Member publisher = fixture.join(true, 0);
      Member viewer = fixture.join(false, 1);
      Member mad = fixture.join(true, 1);
      BadDatagrams bad = new BadDatagrams(2);

      assertCallSurvives(
          fixture,
          publisher,
          viewer,
          sequence -> {
            mad.client().sendRaw(bad.fromClient(mad, sequence));
            mad.client().sendRaw(bad.encrypted(mad, sequence));
          });

      assertDropped(
          fixture,
          PacketCounter.UNKNOWN_PROTOCOL,
          PacketCounter.TOO_SHORT,
          PacketCounter.SRTP_AUTH_FAILED,
          PacketCounter.RTP_MALFORMED,
          PacketCounter.RTP_UNKNOWN_STREAM,
          PacketCounter.RTCP_MALFORMED);
      assertNobodyFailed(fixture);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldNotBeDisturbedByThePublishersOwnBadPackets(IoKind io) throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config().io(io))) {
      Member publisher = fixture.join(true, 0);
      Member viewer = fixture.join(false, 1);
      BadDatagrams bad = new BadDatagrams(3);

      assertCallSurvives(
          fixture,
          publisher,
          viewer,
          sequence -> publisher.client().sendRaw(bad.fromClient(publisher, sequence)));

      assertNobodyFailed(fixture);
    }
  }

  private interface BadSender {
    void send(int sequence) throws IOException;
  }

  /** Every good packet must come through, in order, with bad ones between them. */
  private static void assertCallSurvives(
      ServerFixture fixture, Member publisher, Member viewer, BadSender sender) throws IOException {
    int first = ServerFixture.sendUntilSeen(publisher, viewer, 1);
    for (int sequence = first; sequence < first + ROUNDS; sequence++) {
      for (int i = 0; i < BAD_PER_ROUND; i++) {
        sender.send(sequence);
      }
      int seen = viewer.lastSequence().get();
      publisher.sendVideo(sequence, true);
      assertThat(viewer.receiveVideo(WAIT_MILLIS))
          .as("packet %s, after %s", sequence, fixture.drops())
          .isNotNull();
      assertThat(viewer.lastSequence()).hasValue((seen + 1) & 0xFFFF);
    }
  }

  private static void assertDropped(ServerFixture fixture, PacketCounter... reasons) {
    for (PacketCounter reason : reasons) {
      fixture.awaitCount(reason, 1);
    }
  }

  private void assertNobodyFailed(ServerFixture fixture) {
    List<Event.TransportChanged> ended =
        fixture.events.stream()
            .filter(event -> event instanceof Event.TransportChanged)
            .map(event -> (Event.TransportChanged) event)
            .filter(event ->
                event.state() == TransportState.FAILED || event.state() == TransportState.CLOSED)
            .toList();
    assertThat(ended).isEmpty();
    assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
  }
}
