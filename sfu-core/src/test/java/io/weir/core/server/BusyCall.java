package io.weir.core.server;

import io.weir.core.counter.PacketCounter;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.rtcp.RtcpWriter;
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

  /** About 2.5 Mbit/s: viewers read in clumps, one after the other, and bursts are sent late. */
  private static final int LIMITED_PAYLOAD_BYTES = 300;

  private static final int LOSE_EVERY = 100;
  private static final int CHECK_EVERY = 16;

  /** However slow the machine: who sends nothing for 15 s has fallen silent. */
  private static final long CHECK_ALL_NS = 5_000_000_000L;

  private final ServerFixture fixture;
  private final Member publisher;
  private final List<BusyViewer> viewers = new ArrayList<>();
  private final boolean limited;
  private final ArrayDeque<Integer> lost = new ArrayDeque<>();
  private final Set<String> feedback = new TreeSet<>();
  private int sequence;
  private long nacks;
  private int transportSequence;
  private boolean keyFrameWanted = true;
  private long checkedNs;

  /**
   * Lets everybody in.
   *
   * @param limited whether viewers tell when packets arrive, so that their links limit them
   */
  BusyCall(ServerFixture fixture, boolean limited) throws IOException {
    this.fixture = fixture;
    this.limited = limited;
    publisher = fixture.join(true, 0);
    for (int i = 0; i < VIEWERS; i++) {
      Member member = limited ? fixture.joinReporting() : fixture.join(false, 1);
      viewers.add(new BusyViewer(member, limited));
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
        send(next, keyFrameWanted);
        keyFrameWanted = false;
        received++;
      }
      if (i % BURST == 0) {
        fixture.awaitCount(PacketCounter.RECEIVED, received);
        received += react(i / BURST);
      }
    }
    fixture.awaitCount(PacketCounter.RECEIVED, received);
    if (!limited) {
      fixture.awaitCount(PacketCounter.SENT, sent + (long) VIEWERS * (packets - lost.size()));
    }
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
      send(lost.remove(), false);
      datagrams++;
    }
    readFeedback();
    publisher.client().sendRaw(publisher.client().protectRtcp(senderReport()));
    datagrams++;
    // Who is limited by their link is so by what they say.
    for (BusyViewer viewer : limited ? viewers : viewers.subList(0, 1)) {
      datagrams += viewer.react(this);
    }
    if (burst % CHECK_EVERY == 0) {
      datagrams += check(burst / CHECK_EVERY % VIEWERS);
    }
    if (System.nanoTime() - checkedNs > CHECK_ALL_NS) {
      checkAll();
      datagrams += VIEWERS;
    }
    return datagrams;
  }

  /** Without checks the server would tell signaling that they fell silent, by an object. */
  void checkAll() throws IOException {
    for (BusyViewer viewer : viewers) {
      viewer.check();
    }
    checkedNs = System.nanoTime();
  }

  private int check(int viewer) throws IOException {
    publisher.client().check();
    viewers.get(viewer).check();
    return 2;
  }

  private void send(int number, boolean keyFrame) throws IOException {
    int transport = transportSequence++;
    byte[] payload = new byte[limited ? LIMITED_PAYLOAD_BYTES : PAYLOAD_BYTES];
    payload[0] = 0x10; // RFC 7741 §4.2: start of a VP8 partition,
    payload[1] = (byte) (keyFrame ? 0 : 1); // of a key frame or not (§4.3).
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

  private void readFeedback() throws IOException {
    for (byte[] packet = publisher.client().receiveMedia(1);
        packet != null;
        packet = publisher.client().receiveMedia(1)) {
      note(packet);
    }
  }

  /** Notes the RTCP that the server sent to somebody. */
  void note(byte... compound) {
    ByteBuffer packet = ByteBuffer.wrap(compound);
    for (int at = 0; at < packet.limit(); at += 4 + 4 * packet.getShort(at + 2)) {
      int type = packet.get(at + 1) & 0xFF;
      boolean report = type <= RtcpPacketType.RECEIVER_REPORT;
      keyFrameWanted |= type == RtcpPacketType.PAYLOAD_FEEDBACK;
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
}
