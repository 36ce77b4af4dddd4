package io.weir.core.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.IceCandidate;
import io.weir.core.counter.PacketCounter;
import io.weir.core.io.IoKind;
import io.weir.core.server.ServerFixture.Member;
import io.weir.core.testkit.ClientSocket;
import io.weir.core.testkit.TcpClientSocket;
import io.weir.core.testkit.UdpClientSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls over ICE-TCP, with real sockets, handshakes and encryption. */
class TcpCallTest {
  @ParameterizedTest
  @EnumSource
  void shouldForwardVideoBetweenTcpAndUdp(IoKind io) throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config().io(io))) {
      Member overTcp = fixture.join(true, 1, new TcpClientSocket());
      Member overUdp = fixture.join(true, 1);
      int next = ServerFixture.sendUntilSeen(overTcp, overUdp, 1);
      assertForwarded(overTcp, overUdp, next);
      next = ServerFixture.sendUntilSeen(overUdp, overTcp, 1);
      assertForwarded(overUdp, overTcp, next);
      assertThat(fixture.server.count(PacketCounter.TCP_ACCEPTED)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGoOnOverUdpWhenTheClientNominatesItAndBackOverANewConnection(IoKind io)
      throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config().io(io))) {
      Member publisher = fixture.join(true, 0);
      Member viewer = fixture.join(false, 1, new TcpClientSocket());
      int next = ServerFixture.sendUntilSeen(publisher, viewer, 1);

      ClientSocket connection =
          viewer.client().moveTo(new UdpClientSocket(), fixture.address(viewer.id()));
      assertForwarded(publisher, viewer, next);
      connection.close();
      fixture.awaitCount(PacketCounter.TCP_ENDED, 1);
      assertForwarded(publisher, viewer, next + 1);

      viewer.client().moveTo(new TcpClientSocket(), fixture.address(viewer.id())).close();
      assertForwarded(publisher, viewer, next + 2);
    }
  }

  @Test
  void shouldSendOverUdpAtOnceWhenTheConnectionBreaks() throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config())) {
      Member publisher = fixture.join(true, 0);
      Member viewer = fixture.join(false, 1);
      int next = ServerFixture.sendUntilSeen(publisher, viewer, 1);
      TcpClientSocket connection = new TcpClientSocket();
      ClientSocket datagrams = viewer.client().moveTo(connection, fixture.address(viewer.id()));
      assertForwarded(publisher, viewer, next);

      connection.close();
      fixture.awaitCount(PacketCounter.TCP_ENDED, 1);
      publisher.sendVideo(next + 1, false);
      assertThat(datagrams.receive(60_000)).isNotNull();
      datagrams.close();
    }
  }

  @Test
  void shouldCountWhatFindsNoPathOnceTheOnlyConnectionBroke() throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config())) {
      Member publisher = fixture.join(true, 0);
      TcpClientSocket connection = new TcpClientSocket();
      Member viewer = fixture.join(false, 1, connection);
      int next = ServerFixture.sendUntilSeen(publisher, viewer, 1);
      connection.close();
      fixture.awaitCount(PacketCounter.TCP_ENDED, 1);
      publisher.sendVideo(next++, false);
      fixture.awaitCount(PacketCounter.NO_PATH, 1);

      viewer.client().moveTo(new TcpClientSocket(), fixture.address(viewer.id()));
      assertForwarded(publisher, viewer, next);
    }
  }

  @Test
  void shouldTellATcpCandidateForEachUdpCandidate() throws IOException {
    SfuConfig.Builder config =
        ServerFixture.config()
            .mediaAddresses(
                List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("127.0.0.2")));
    try (ServerFixture fixture = new ServerFixture(config)) {
      List<IceCandidate> candidates =
          fixture.server.candidates(fixture.server.newParticipant("room"));
      assertThat(candidates)
          .extracting(IceCandidate::transport)
          .containsExactly("udp", "udp", "tcp", "tcp");
      for (int i = 0; i < 2; i++) {
        assertThat(candidates.get(i + 2).address()).isEqualTo(candidates.get(i).address());
        assertThat(candidates.get(i + 2).port()).isEqualTo(candidates.get(i).port());
      }
    }
  }

  private static void assertForwarded(Member publisher, Member viewer, int sequence)
      throws IOException {
    publisher.sendVideo(sequence, false);
    byte[] packet = viewer.receiveVideo();
    assertThat(packet).isNotEmpty();
  }
}
