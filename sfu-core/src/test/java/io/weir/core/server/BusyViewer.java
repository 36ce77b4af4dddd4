package io.weir.core.server;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.congestion.TwccRecorder;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtp.HeaderExtensions;
import io.weir.core.rtp.RtpPacketType;
import io.weir.core.rtp.RtpParser;
import io.weir.core.server.ServerFixture.Member;
import io.weir.core.testkit.CallParameters;
import io.weir.core.testkit.RtpPacketBuilder;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Somebody in a {@link BusyCall} with one slot, who reads what came, reports on it, asks for a
 * packet again, and may tell when packets arrive. One thread.
 */
final class BusyViewer {
  private static final int MAX_RTCP = 1_200;

  private final Member member;
  private final boolean tellsArrivals;
  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 1);
  private final TwccRecorder arrivals = new TwccRecorder();
  private final RtcpWriter writer = new RtcpWriter();
  private final byte[] report = new byte[MAX_RTCP];
  private int slotSsrc;
  private int highestSeen;

  BusyViewer(Member member, boolean tellsArrivals) {
    this.member = member;
    this.tellsArrivals = tellsArrivals;
  }

  void check() throws IOException {
    member.client().check();
  }

  /** Reads all that came, and what it says to that; returns how many datagrams it sent. */
  int react(BusyCall call) throws IOException {
    if (!read(call)) {
      return 0;
    }
    member.client().sendRaw(member.client().protectRtcp(report()));
    return 1;
  }

  private boolean read(BusyCall call) throws IOException {
    boolean any = false;
    long nowNs = System.nanoTime();
    for (byte[] bytes = member.client().receiveMedia(1);
        bytes != null;
        bytes = member.client().receiveMedia(1)) {
      any = true;
      if (RtpPacketType.isRtcp(bytes[1] & 0xFF)) {
        call.note(bytes);
      } else {
        Packet packet = RtpPacketBuilder.place(pool, bytes);
        if (RtpParser.parse(packet)) {
          onRtp(packet, nowNs);
        }
        pool.release(packet);
      }
    }
    return any;
  }

  private void onRtp(Packet packet, long nowNs) {
    int number = HeaderExtensions.transportSequence(packet, CallParameters.TRANSPORT_CC_EXTENSION);
    if (number != HeaderExtensions.NOT_FOUND) {
      arrivals.onPacket(number, nowNs);
    }
    if (packet.payloadType == CallParameters.SUBSCRIBED_PAYLOAD_TYPE) {
      slotSsrc = packet.ssrc;
      highestSeen = packet.sequenceNumber;
    }
  }

  /** A browser's receiver report, with a request for the packet that it saw last. */
  private byte[] report() {
    writer.wrap(MemorySegment.ofArray(report), 0, report.length);
    writer.receiverReport(1);
    writer.reportBlock(slotSsrc, 0, 0, highestSeen, 10, 0, 0);
    writer.nack(1, slotSsrc, new int[] {highestSeen}, 1);
    if (tellsArrivals) {
      arrivals.writeFeedback(writer, 1, slotSsrc, System.nanoTime());
    }
    return Arrays.copyOf(report, writer.length());
  }
}
