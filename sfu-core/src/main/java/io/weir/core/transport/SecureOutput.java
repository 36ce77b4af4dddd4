package io.weir.core.transport;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.counter.PacketCounter;
import io.weir.core.srtp.SrtpSession;
import io.weir.core.stream.TrafficMeter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * A transport's way out: encrypts straight into the send batch and addresses it to the selected
 * path. Worker thread only; allocates nothing.
 */
final class SecureOutput {
  private final TransportContext context;
  private final TrafficMeter traffic = new TrafficMeter();
  private @Nullable SrtpSession srtp;
  private @Nullable NetworkPath path;

  SecureOutput(TransportContext context) {
    this.context = context;
  }

  /** ICE selected another path, or has none any more. */
  void path(@Nullable NetworkPath selected) {
    path = selected;
  }

  /** Opens the way, or ends it with null; a session that was there is closed. */
  void session(@Nullable SrtpSession session) {
    if (srtp != null) {
      srtp.close();
    }
    srtp = session;
  }

  @Nullable SrtpSession session() {
    return srtp;
  }

  /** What was sent. */
  TrafficMeter traffic() {
    return traffic;
  }

  /** Whether there are keys and a path. */
  boolean isReady() {
    return srtp != null && path != null;
  }

  /** Whether a packet would find its way now; counts the one that would not. */
  boolean admits() {
    if (isReady()) {
      return true;
    }
    context.counters().increment(PacketCounter.NO_PATH);
    return false;
  }

  /** Sends an RTP packet in two pieces; false when it was dropped (counted). */
  boolean sendRtp(
      MemorySegment header,
      long headerOffset,
      int headerLength,
      MemorySegment payload,
      long payloadOffset,
      int payloadLength) {
    SrtpSession session = srtp;
    NetworkPath to = path;
    if (session == null || to == null) {
      context.counters().increment(PacketCounter.NO_PATH);
      return false;
    }
    int maxLength = headerLength + payloadLength + SrtpSession.MAX_RTP_OVERHEAD;
    if (maxLength > Packet.CAPACITY) {
      context.counters().increment(PacketCounter.SEND_TOO_LARGE);
      return false;
    }
    DatagramSender sender = context.sender();
    long out = sender.reserve(maxLength);
    int length =
        session.protectRtp(
            header,
            headerOffset,
            headerLength,
            payload,
            payloadOffset,
            payloadLength,
            sender.segment(),
            out);
    return commit(length, to);
  }

  /** Sends an RTCP compound packet; false when it was dropped (counted). */
  boolean sendRtcp(MemorySegment packet, long offset, int packetLength) {
    SrtpSession session = srtp;
    NetworkPath to = path;
    if (session == null || to == null) {
      context.counters().increment(PacketCounter.NO_PATH);
      return false;
    }
    DatagramSender sender = context.sender();
    long out = sender.reserve(packetLength + SrtpSession.MAX_RTCP_OVERHEAD);
    int length = session.protectRtcp(packet, offset, packetLength, sender.segment(), out);
    return commit(length, to);
  }

  private boolean commit(int length, NetworkPath to) {
    if (length < 0) {
      context.counters().increment(PacketCounter.SRTP_PROTECT_FAILED);
      return false;
    }
    traffic.onPacket(length);
    context.sender().commit(length, to);
    return true;
  }
}
