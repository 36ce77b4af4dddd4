package io.weir.core.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.control.Command;
import io.weir.core.control.Event;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import io.weir.core.control.TransportState;
import io.weir.core.counter.PacketCounter;
import io.weir.core.io.IoKind;
import io.weir.core.server.ServerFixture.Member;
import io.weir.core.testkit.CallParameters;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server with real sockets, threads, handshakes and encryption. */
class SfuServerTest {
  @ParameterizedTest
  @EnumSource
  void shouldForwardVideoOverBothKindsOfSockets(IoKind io) throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config().io(io))) {
      Member publisher = fixture.join(true, 0);
      Member viewer = fixture.join(false, 1);

      assertForwarded(publisher, viewer, 1);
      assertThat(states(fixture, viewer))
          .containsExactly(TransportState.CONNECTING, TransportState.CONNECTED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldForwardBetweenWorkers(IoKind io) throws IOException {
    AtomicInteger next = new AtomicInteger();
    SfuConfig.Builder config =
        ServerFixture.config().io(io).workers(3).placement(room -> next.getAndIncrement() % 3);
    try (ServerFixture fixture = new ServerFixture(config)) {
      Member publisher = fixture.join(true, 0);
      Member first = fixture.join(false, 1);
      Member second = fixture.join(false, 1);

      assertForwarded(publisher, first, 1);
      assertForwarded(publisher, second, 1_000);
      assertThat(fixture.address(first.id())).isNotEqualTo(fixture.address(second.id()));
    }
  }

  @Test
  void shouldForgetRoomsThatEmptyAndOpenThemAgain() throws IOException {
    AtomicInteger next = new AtomicInteger();
    SfuConfig.Builder config =
        ServerFixture.config().workers(2).placement(room -> next.getAndIncrement() % 2);
    try (ServerFixture fixture = new ServerFixture(config)) {
      for (int i = 0; i < 3; i++) {
        Member publisher = fixture.join(true, 0);
        Member viewer = fixture.join(false, 1);
        assertForwarded(publisher, viewer, 1);
        fixture.server.submit(new Command.RemoveParticipant(ServerFixture.ROOM, publisher.id()));
        fixture.server.submit(new Command.RemoveParticipant(ServerFixture.ROOM, viewer.id()));
      }
    }
  }

  @Test
  void shouldKeepARoomOnTheWorkerWithTheLeastToDo() throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config().workers(2))) {
      SfuServer server = fixture.server;
      long first = server.newParticipant("one");
      long second = server.newParticipant("one");
      long other = server.newParticipant("two");
      assertThat(server.candidates(first)).isEqualTo(server.candidates(second));
      assertThat(server.candidates(other)).isNotEqualTo(server.candidates(first));

      server.submit(new Command.RemoveParticipant("two", other));
      assertThatThrownBy(() -> server.candidates(other))
          .isInstanceOf(IllegalArgumentException.class);
      long third = server.newParticipant("three");
      assertThat(server.candidates(third)).isNotEqualTo(server.candidates(first));
    }
  }

  @Test
  void shouldIgnoreCommandsForNobody() throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config())) {
      SfuServer server = fixture.server;
      server.submit(new Command.AddParticipant("room", 77));
      server.submit(new Command.RemoveParticipant("room", 77));
      long somebody = server.newParticipant("room");
      server.submit(new Command.RemoveParticipant("another room", somebody));
      assertThat(server.candidates(somebody)).isNotEmpty();
    }
  }

  @Test
  void shouldGiveOutCredentialsThatNobodyGuesses() throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config())) {
      long participant = fixture.server.newParticipant("room");
      Set<IceParameters> seen = new HashSet<>();
      for (int i = 0; i < 1_000; i++) {
        IceParameters parameters = fixture.server.newIceParameters(participant);
        assertThat(parameters.usernameFragment()).matches("[A-Za-z0-9+/]{8}");
        assertThat(parameters.password()).matches("[A-Za-z0-9+/]{24}");
        assertThat(seen.add(parameters)).isTrue();
      }
    }
  }

  @Test
  void shouldTellAnnouncedAddressesInsteadOfBoundOnes() throws IOException {
    List<InetAddress> announced =
        List.of(InetAddress.getByName("192.0.2.7"), InetAddress.getByName("2001:db8::7"));
    try (ServerFixture fixture =
        new ServerFixture(ServerFixture.config().announcedAddresses(announced))) {
      int port = fixture.server.mediaAddresses().getFirst().getFirst().getPort();
      List<IceCandidate> candidates =
          fixture.server.candidates(fixture.server.newParticipant("room"));
      assertThat(candidates)
          .extracting(IceCandidate::address)
          .containsExactly(
              "192.0.2.7", "2001:db8:0:0:0:0:0:7", "192.0.2.7", "2001:db8:0:0:0:0:0:7");
      assertThat(candidates).extracting(IceCandidate::port).containsOnly(port);
    }
  }

  @Test
  void shouldBindEveryAddressOfThisMachine() throws IOException {
    List<InetAddress> addresses = MediaAddresses.ofThisMachine();
    assertThat(addresses).isNotEmpty().doesNotHaveDuplicates();
    assertThat(addresses.getLast().isLoopbackAddress()).isTrue();
    try (ServerFixture fixture =
        new ServerFixture(ServerFixture.config().mediaAddresses(addresses))) {
      assertThat(fixture.server.mediaAddresses().getFirst())
          .extracting(InetSocketAddress::getAddress)
          .isEqualTo(addresses);
    }
  }

  @Test
  void shouldLeaveNothingOpenWhenAPortIsTaken() throws IOException {
    try (DatagramSocket taken = takenAboveAFreePort()) {
      int port = taken.getLocalPort();
      SfuConfig config = ServerFixture.config().workers(2).mediaPort(port - 1).build();
      assertThatThrownBy(() -> SfuServer.start(config, event -> {}))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(String.valueOf(port));
      new DatagramSocket(port - 1, InetAddress.getLoopbackAddress()).close();
    }
  }

  private static DatagramSocket takenAboveAFreePort() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    while (true) {
      DatagramSocket taken = new DatagramSocket(0, loopback);
      int below = taken.getLocalPort() - 1;
      try (DatagramSocket datagrams = new DatagramSocket(below, loopback);
          ServerSocket connections = new ServerSocket(below, 1, loopback)) {
        assertThat(datagrams.getLocalPort()).isEqualTo(connections.getLocalPort());
        return taken;
      } catch (BindException inUse) {
        taken.close();
      }
    }
  }

  @Test
  void shouldRefuseSettingsThatMakeNoSense() {
    assertThatThrownBy(() -> ServerFixture.config().workers(0).build())
        .hasMessageContaining("at least one media worker");
    assertThatThrownBy(() -> ServerFixture.config().mediaPort(65_535).workers(2).build())
        .hasMessageContaining("between 0 and 65535");
    assertThatThrownBy(() -> ServerFixture.config().mediaAddresses(List.of()).build())
        .hasMessageContaining("no media address");
    assertThatThrownBy(() ->
            ServerFixture.config()
                .mediaAddresses(List.of(new InetSocketAddress(0).getAddress()))
                .build())
        .hasMessageContaining("wildcard");
  }

  @Test
  void shouldCloseWithCallsUnderWayAndTwice() throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config())) {
      Member publisher = fixture.join(true, 1);
      publisher.sendVideo(1, true);
      fixture.awaitCount(PacketCounter.RECEIVED, 1);
      fixture.server.close();
      fixture.server.submit(new Command.RemoveParticipant(ServerFixture.ROOM, publisher.id()));
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("media-"));
  }

  @Test
  void shouldTellHowBusyItIs() throws IOException {
    try (ServerFixture fixture = new ServerFixture(ServerFixture.config())) {
      assertThat(fixture.server.busyRatios()).allMatch(ratio -> ratio >= 0 && ratio <= 1);
      fixture.await("a second's measurement", () -> fixture.server.busyRatios().getFirst() > 0);
      assertThat(fixture.server.busyRatios().getFirst()).isLessThan(1);
    }
  }

  private static void assertForwarded(Member publisher, Member viewer, int sequence)
      throws IOException {
    int next = ServerFixture.sendUntilSeen(publisher, viewer, sequence);
    int seen = viewer.lastSequence().get();
    publisher.sendVideo(next, false);
    byte[] packet = viewer.receiveVideo();
    assertThat(packet[1] & 0x7F).isEqualTo(CallParameters.SUBSCRIBED_PAYLOAD_TYPE);
    assertThat(viewer.lastSequence()).hasValue((seen + 1) & 0xFFFF);
  }

  private static List<TransportState> states(ServerFixture fixture, Member member) {
    return fixture.events.stream()
        .filter(event -> event instanceof Event.TransportChanged)
        .map(event -> (Event.TransportChanged) event)
        .filter(event -> event.participant() == member.id())
        .map(Event.TransportChanged::state)
        .toList();
  }
}
