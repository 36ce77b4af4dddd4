package io.weir.core.server;

import io.weir.core.counter.PacketCounter;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtp.RtpPacketType;
import io.weir.core.server.ServerFixture.Member;
import io.weir.core.testkit.CallParameters;
import io.weir.core.testkit.RtpPacketBuilder;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A call in which everything happens that a worker does while media flows: a publisher loses
 * packets and sends them again, counts them for transport-wide feedback and reports; viewers ask
 * for packets again and report; all of them go on checking their paths. One thread.
 */
final class BusyCall {
  static final int VIEWERS = 20;

  /** Packets under way at most: neither socket nor pool overflows. */
  private static final int BURST = 32;

  private static final int PAYLOAD_BYTES = 1_100;
  private static final int LOSE_EVERY = 100;
  private static final int CHECK_EVERY = 16;

  private final ServerFixture fixture;
  private final Member publisher;
  private final List<Member> viewers = new ArrayList<>();
  private final ArrayDeque<Integer> lost = new ArrayDeque<>();
  private final Set<String> feedback = new TreeSet<>();
  private int sequence;
  private long nacks;
  private int transportSequence;
  private int slotSsrc;
  private int highestSeen;

  /** Lets everybody in. */
  BusyCall(ServerFixture fixture) throws IOException {
    this.fixture = fixture;
    publisher = fixture.join(true, 0);
    for (int i = 0; i < VIEWERS; i++) {
      viewers.add(fixture.join(false, 1));
    }
    fixture.awaitCount(PacketCounter.HANDSHAKES_COMPLETED, VIEWERS + 1);
  }

  /** Has {@code packets} of the publisher's forwarded to everybody. */
  void forward(int packets) throws IOException {
    long received = fixture.server.count(PacketCounter.RECEIVED);
    long sent = fixture.server.count(PacketCounter.SENT);
    for (int i = 1; i <= packets; i++) {
      int next = sequence++;
      // Never the last of a burst: a gap shows when a later packet comes.
      if (next % LOSE_EVERY == LOSE_EVERY / 2) {
        lost.add(next);
      } else {
        send(next);
        received++;
      }
      if (i % BURST == 0) {
        fixture.awaitCount(PacketCounter.RECEIVED, received);
        received += react(i / BURST);
      }
    }
    fixture.awaitCount(PacketCounter.SENT, sent + (long) VIEWERS * (packets - lost.size()));
  }

  /** What came back to the publisher and its first viewer: packet types, with their formats. */
  Set<String> feedback() {
    return feedback;
  }

  /** Reports, requests and checks between two bursts; returns how many datagrams that were. */
  private int react(int burst) throws IOException {
    int datagrams = 0;
    if (!lost.isEmpty()) {
      nacks++;
      fixture.awaitCount(PacketCounter.NACKS_SENT, nacks);
      send(lost.remove());
      datagrams++;
    }
    readFeedback(publisher);
    publisher.client().sendRaw(publisher.client().protectRtcp(senderReport()));
    datagrams++;
    Member viewer = viewers.getFirst();
    if (readFeedback(viewer)) {
      viewer.client().sendRaw(viewer.client().protectRtcp(reportAndNack()));
      datagrams++;
    }
    if (burst % CHECK_EVERY == 0) {
      datagrams += check(burst / CHECK_EVERY % VIEWERS);
    }
    return datagrams;
  }

  /** Without checks the server would tell signaling that they fell silent, by an object. */
  void checkAll() throws IOException {
    for (Member viewer : viewers) {
      viewer.client().check();
    }
  }

  private int check(int viewer) throws IOException {
    publisher.client().check();
    viewers.get(viewer).client().check();
    return 2;
  }

  private void send(int number) throws IOException {
    int transport = transportSequence++;
    byte[] payload = new byte[PAYLOAD_BYTES];
    payload[0] = 0x10; // RFC 7741 §4.2: start of a VP8 partition,
    payload[1] = (byte) (number == 0 ? 0 : 1); // of a key frame or not (§4.3).
    publisher
        .client()
        .sendRtp(
            new RtpPacketBuilder()
                .payloadType(CallParameters.PUBLISHED_PAYLOAD_TYPE)
                .ssrc(publisher.ssrc())
                .sequence(number & 0xFFFF)
                .timestamp(3_000L * number)
                .marker(true)
                .oneByteExtension(
                    CallParameters.TRANSPORT_CC_EXTENSION, transport >>> 8 & 0xFF, transport & 0xFF)
                .payload(payload)
                .build());
  }

  /** Reads all that came; whether anything did. */
  private boolean readFeedback(Member member) throws IOException {
    boolean any = false;
    for (byte[] packet = member.client().receiveMedia(1);
        packet != null;
        packet = member.client().receiveMedia(1)) {
      any = true;
      if (RtpPacketType.isRtcp(packet[1] & 0xFF)) {
        readCompound(ByteBuffer.wrap(packet));
      } else if ((packet[1] & 0x7F) == CallParameters.SUBSCRIBED_PAYLOAD_TYPE) {
        slotSsrc = ByteBuffer.wrap(packet).getInt(8);
        highestSeen = ByteBuffer.wrap(packet).getShort(2) & 0xFFFF;
      }
    }
    return any;
  }

  private void readCompound(ByteBuffer packet) {
    for (int at = 0; at < packet.limit(); at += 4 + 4 * packet.getShort(at + 2)) {
      int type = packet.get(at + 1) & 0xFF;
      boolean report = type <= RtcpPacketType.RECEIVER_REPORT;
      feedback.add(type + (report ? "" : "/" + (packet.get(at) & 0x1F)));
    }
  }

  private byte[] senderReport() {
    byte[] bytes = new byte[64];
    RtcpWriter writer = new RtcpWriter();
    writer.wrap(MemorySegment.ofArray(bytes), 0, bytes.length);
    long ntp = (System.nanoTime() << 2) + (3_900_000_000L << 32); // Some clock of its own.
    writer.senderReport(publisher.ssrc(), ntp, 3_000L * sequence, sequence, 1_100L * sequence);
    return Arrays.copyOf(bytes, writer.length());
  }

  /** A browser's receiver report, with a request for the packet that it saw last. */
  private byte[] reportAndNack() {
    byte[] bytes = new byte[64];
    RtcpWriter writer = new RtcpWriter();
    writer.wrap(MemorySegment.ofArray(bytes), 0, bytes.length);
    writer.receiverReport(1);
    writer.reportBlock(slotSsrc, 0, 0, highestSeen, 10, 0, 0);
    writer.nack(1, slotSsrc, new int[] {highestSeen}, 1);
    return Arrays.copyOf(bytes, writer.length());
  }
}
