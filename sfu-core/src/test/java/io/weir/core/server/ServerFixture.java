package io.weir.core.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.Command;
import io.weir.core.control.Event;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.WorkerStatistics;
import io.weir.core.counter.PacketCounter;
import io.weir.core.testkit.CallParameters;
import io.weir.core.testkit.ClientSocket;
import io.weir.core.testkit.RtpPacketBuilder;
import io.weir.core.testkit.SocketClient;
import io.weir.core.testkit.UdpClientSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A server on loopback with clients over real sockets, all in one room. */
final class ServerFixture implements AutoCloseable {
  static final String ROOM = "fixture";

  private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
  private static final int WAIT_MILLIS = 60_000;
  private static final long LOOK_AGAIN_NS = 50_000;
  private static final int PACKETS = 4096;

  final SfuServer server;
  final Queue<Event> events = new ConcurrentLinkedQueue<>();
  private final List<Member> members = new ArrayList<>();

  /**
   * Somebody in the room.
   *
   * @param lastSequence sequence number of the last packet that they saw
   */
  record Member(
      long id, int ssrc, SocketClient client, IceParameters remote, AtomicInteger lastSequence) {

    /** A VP8 packet of their camera. */
    byte[] videoPacket(int sequence, boolean key, int payloadLength) {
      byte[] payload = new byte[payloadLength];
      payload[0] = 0x10; // RFC 7741 §4.2: start of a VP8 partition,
      payload[1] = (byte) (key ? 0 : 1); // of a key frame or not (§4.3).
      return new RtpPacketBuilder()
          .payloadType(CallParameters.PUBLISHED_PAYLOAD_TYPE)
          .ssrc(ssrc)
          .sequence(sequence)
          .timestamp(3_000L * sequence)
          .marker(true)
          .payload(payload)
          .build();
    }

    void sendVideo(int sequence, boolean key) throws IOException {
      client.sendRtp(videoPacket(sequence, key, 200));
    }

    /** The next packet that a slot shows; fails when none comes. */
    byte[] receiveVideo() throws IOException {
      byte[] packet = receiveVideo(WAIT_MILLIS);
      if (packet == null) {
        throw new AssertionError("no packet was forwarded");
      }
      return packet;
    }

    byte @Nullable [] receiveVideo(int waitMillis) throws IOException {
      byte[] packet = client.receiveRtp(waitMillis);
      if (packet != null) {
        lastSequence.set(((packet[2] & 0xFF) << 8) | (packet[3] & 0xFF));
      }
      return packet;
    }
  }

  ServerFixture(SfuConfig.Builder config) throws IOException {
    server = SfuServer.start(config.build(), events::add);
  }

  /** Settings that disturb nobody: loopback, free ports, a small pool. */
  static SfuConfig.Builder config() {
    return SfuConfig.builder()
        .mediaAddresses(List.of(InetAddress.getLoopbackAddress()))
        .mediaPort(0)
        .workers(1)
        .packets(PACKETS);
  }

  /** Lets somebody in with a camera and a number of slots, and connects them. */
  Member join(boolean publishes, int slotCount) throws IOException {
    return join(publishes, slotCount, new UdpClientSocket());
  }

  /** The same over a socket of the caller's. */
  Member join(boolean publishes, int slotCount, ClientSocket socket) throws IOException {
    return join(publishes, slotCount, CallParameters::slot, socket);
  }

  /** Lets somebody in with one slot, who has agreed to tell when its packets arrive. */
  Member joinReporting() throws IOException {
    return join(false, 1, CallParameters::reportingSlot, new UdpClientSocket());
  }

  private Member join(
      boolean publishes,
      int slotCount,
      BiFunction<Integer, Integer, SlotParameters> slot,
      ClientSocket socket)
      throws IOException {
    long id = server.newParticipant(ROOM);
    IceParameters remote = server.newIceParameters(id);
    Member member =
        new Member(id, server.newSsrc(), new SocketClient(id, socket), remote, new AtomicInteger());
    members.add(member);
    List<TrackParameters> tracks =
        publishes ? List.of(CallParameters.camera((int) id, member.ssrc())) : List.of();
    List<SlotParameters> slots = new ArrayList<>();
    for (int i = 0; i < slotCount; i++) {
      slots.add(slot.apply(i, server.newSsrc()));
    }
    server.submit(new Command.AddParticipant(ROOM, id));
    server.submit(
        new Command.Negotiate(ROOM, id, member.client().transport(remote), tracks, slots));
    member.client().connect(remote, address(id), server.localFingerprint());
    return member;
  }

  /**
   * Sends key frames until the viewer sees one: its handshake may still be under way at the server.
   *
   * @return the publisher's next sequence number
   */
  static int sendUntilSeen(Member publisher, Member viewer, int sequence) throws IOException {
    int next = sequence;
    for (int i = 0; i < 300; i++) {
      publisher.sendVideo(next++, true);
      if (viewer.receiveVideo(100) != null) {
        return next;
      }
    }
    throw new AssertionError("no packet was forwarded");
  }

  /** Where a participant's packets go to. */
  InetSocketAddress address(long participant) throws IOException {
    IceCandidate candidate = server.candidates(participant).getFirst();
    return new InetSocketAddress(InetAddress.getByName(candidate.address()), candidate.port());
  }

  /** Waits until a condition holds that other threads bring about. */
  void await(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT_NS) {
        throw new AssertionError("not within 60 s: " + what + "; " + drops());
      }
      LockSupport.parkNanos(LOOK_AGAIN_NS);
    }
  }

  void awaitCount(PacketCounter counter, long value) {
    await(counter + " reaching " + value, () -> server.count(counter) >= value);
  }

  /**
   * What every worker tells of a room, or of all: asked again where one did not answer in time.
   * Each has then ended the turn that it was in, with all counts that come after their effects.
   */
  List<WorkerStatistics> askWorkers(@Nullable String room) {
    List<WorkerStatistics> answers = new ArrayList<>();
    await(
        "all workers answering",
        () -> {
          answers.clear();
          answers.addAll(server.statistics().collect(room).join());
          return answers.stream().allMatch(WorkerStatistics::answered);
        });
    return answers;
  }

  /** Everything that was dropped so far, and how often. */
  Map<PacketCounter, Long> drops() {
    Map<PacketCounter, Long> drops = new EnumMap<>(PacketCounter.class);
    for (PacketCounter counter : PacketCounter.values()) {
      if (counter.isDrop() && server.count(counter) > 0) {
        drops.put(counter, server.count(counter));
      }
    }
    return drops;
  }

  /** Ends the server; no packet may be missing then. */
  @Override
  public void close() {
    server.close();
    members.forEach(member -> member.client().close());
    assertThat(server.freePackets()).allSatisfy(free -> assertThat(free).isEqualTo(PACKETS));
  }
}
