package io.weir.core.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Bytes;
import io.weir.core.control.Command;
import io.weir.core.counter.PacketCounter;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.server.ServerFixture.Member;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** An audience that is too large for one worker, with real sockets, handshakes and encryption. */
class SpreadRoomTest {
  private static final int LARGE_SHARE = 4;
  private static final int VIEWERS = 7;
  private static final int PACKETS = 50;

  /** More than any other packet has. */
  private static final int LAST_PAYLOAD_BYTES = 600;

  private static ServerFixture server() throws IOException {
    return new ServerFixture(ServerFixture.config().workers(2).largeShare(LARGE_SHARE));
  }

  private static List<Member> joinAudience(ServerFixture fixture) throws IOException {
    List<Member> viewers = new ArrayList<>();
    for (int i = 0; i < VIEWERS; i++) {
      viewers.add(fixture.join(false, 1));
    }
    return viewers;
  }

  /**
   * Lets everybody see a key frame, and waits until nothing is on its way any more; returns the
   * publisher's next sequence number.
   */
  private static int showToAll(ServerFixture fixture, Member publisher, List<Member> viewers)
      throws IOException {
    int next = 1;
    for (Member viewer : viewers) {
      next = ServerFixture.sendUntilSeen(publisher, viewer, next);
    }
    publisher.client().sendRtp(publisher.videoPacket(next++, false, LAST_PAYLOAD_BYTES));
    for (Member viewer : viewers) {
      while (viewer.receiveVideo().length < LAST_PAYLOAD_BYTES) {
        // Key frames that were meant for those before and after.
      }
    }
    assertThat(fixture.askWorkers(null)).hasSize(2);
    return next;
  }

  @Test
  void shouldSpreadALargeAudienceAndHandEachPacketOverOnce() throws IOException {
    try (ServerFixture fixture = server()) {
      Member publisher = fixture.join(true, 0);
      List<Member> viewers = joinAudience(fixture);
      Map<InetSocketAddress, Long> perWorker = new HashMap<>();
      for (Member viewer : viewers) {
        perWorker.merge(fixture.address(viewer.id()), 1L, Long::sum);
      }
      // Which worker is busy meanwhile depends on the machine; that both take part does not.
      assertThat(perWorker).hasSize(2);
      assertThat(perWorker.get(fixture.address(publisher.id())))
          .isGreaterThanOrEqualTo(LARGE_SHARE - 1);

      int next = showToAll(fixture, publisher, viewers);
      long before = fixture.server.count(PacketCounter.HANDED_OVER);
      for (int i = 0; i < PACKETS; i++) {
        publisher.sendVideo(next++, false);
      }
      for (Member viewer : viewers) {
        for (int i = 0; i < PACKETS; i++) {
          assertThat(viewer.receiveVideo()).isNotEmpty();
        }
      }
      // Another worker may take and send a packet before the one that handed it over has counted.
      fixture.awaitCount(PacketCounter.HANDED_OVER, before + PACKETS);
      assertThat(fixture.server.count(PacketCounter.HANDED_OVER)).isEqualTo(before + PACKETS);
      assertThat(fixture.drops()).doesNotContainKey(PacketCounter.WORKER_QUEUE_FULL);
    }
  }

  @Test
  void shouldRepairAndAskForKeyFramesAcrossWorkers() throws IOException {
    try (ServerFixture fixture = server()) {
      Member publisher = fixture.join(true, 0);
      List<Member> viewers = joinAudience(fixture);
      int next = showToAll(fixture, publisher, viewers);
      Member elsewhere =
          viewers.stream()
              .filter(viewer -> !isBeside(fixture, viewer, publisher))
              .findFirst()
              .orElseThrow();
      publisher.sendVideo(next, false);
      byte[] packet = elsewhere.receiveVideo();
      int ssrc = Bytes.i32(MemorySegment.ofArray(packet), 8);

      long resent = fixture.server.count(PacketCounter.SENT_RETRANSMISSIONS);
      send(elsewhere, writer -> writer.nack(1, ssrc, new int[] {sequence(packet)}, 1));
      fixture.awaitCount(PacketCounter.SENT_RETRANSMISSIONS, resent + 1);

      long asked = fixture.server.count(PacketCounter.KEYFRAME_REQUESTS_SENT);
      send(elsewhere, writer -> writer.pictureLoss(1, ssrc));
      fixture.awaitCount(PacketCounter.KEYFRAME_REQUESTS_SENT, asked + 1);
    }
  }

  @Test
  void shouldEndAndBeginAgainOnSeveralWorkers() throws IOException {
    try (ServerFixture fixture = server()) {
      for (int round = 0; round < 2; round++) {
        Member publisher = fixture.join(true, 0);
        List<Member> viewers = joinAudience(fixture);
        showToAll(fixture, publisher, viewers);
        leave(fixture, publisher);
        viewers.forEach(viewer -> leave(fixture, viewer));
      }
    }
  }

  private static void leave(ServerFixture fixture, Member member) {
    fixture.server.submit(new Command.RemoveParticipant(ServerFixture.ROOM, member.id()));
  }

  private static boolean isBeside(ServerFixture fixture, Member one, Member other) {
    return fixture.server.candidates(one.id()).equals(fixture.server.candidates(other.id()));
  }

  private static void send(Member member, Function<RtcpWriter, Boolean> feedback)
      throws IOException {
    byte[] memory = new byte[200];
    RtcpWriter writer = new RtcpWriter();
    writer.wrap(MemorySegment.ofArray(memory), 0, memory.length);
    assertThat(feedback.apply(writer)).isTrue();
    member.client().sendRaw(member.client().protectRtcp(Arrays.copyOf(memory, writer.length())));
  }

  private static int sequence(byte[] packet) {
    return ((packet[2] & 0xFF) << 8) | (packet[3] & 0xFF);
  }
}
