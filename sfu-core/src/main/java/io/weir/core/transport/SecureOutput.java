package io.weir.core.transport;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.congestion.BandwidthEstimator;
import io.weir.core.congestion.ProbeCluster;
import io.weir.core.congestion.StreamNumbers;
import io.weir.core.counter.PacketCounter;
import io.weir.core.pacer.Pacer;
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

  /** What SRTP (a tag), UDP and IPv4 add to a packet that is numbered before it is encrypted. */
  private static final int OVERHEAD = 16 + 8 + 20;

  private final TrafficMeter traffic = new TrafficMeter();
  private final TrafficMeter probes = new TrafficMeter();
  private final BandwidthEstimator link;
  private @Nullable SrtpSession srtp;
  private @Nullable NetworkPath path;
  private @Nullable Pacer<RtpSender> pacer;

  SecureOutput(TransportContext context) {
    this.context = context;
    this.link = new BandwidthEstimator(context.feedback());
  }

  /** What the link carries. */
  BandwidthEstimator link() {
    return link;
  }

  /**
   * Gives a packet that leaves now its transport-wide number.
   *
   * @param at where it belongs in {@code header}
   * @param length of the packet
   * @return whether a probe burst began or ended by that
   */
  boolean number(MemorySegment header, long at, int length, long nowNs) {
    ProbeCluster probe = link.probe();
    Bytes.putU16(header, at, link.onSent(length + OVERHEAD, cluster(probe), nowNs));
    return link.probe() != probe;
  }

  /**
   * Notes a packet that leaves now without such a number, because the client reports on it by its
   * stream's.
   *
   * @return whether a probe burst began or ended by that
   */
  boolean note(StreamNumbers stream, int sequence, int length, long nowNs) {
    ProbeCluster probe = link.probe();
    link.onSent(stream, sequence, length + OVERHEAD, cluster(probe), nowNs);
    return link.probe() != probe;
  }

  private static int cluster(@Nullable ProbeCluster probe) {
    return probe == null ? ProbeCluster.NONE : probe.id();
  }

  /** When video leaves; null where nothing is known of the link, and everything leaves at once. */
  @Nullable Pacer<RtpSender> pacer() {
    return pacer;
  }

  void pacer(Pacer<RtpSender> next) {
    pacer = next;
  }

  /** An RTP packet leaves now. */
  void charge(int length, long nowNs) {
    Pacer<RtpSender> present = pacer;
    if (present != null) {
      present.onSent(length + OVERHEAD, nowNs);
    }
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
    if (pacer != null) {
      pacer.clear();
    }
  }

  @Nullable SrtpSession session() {
    return srtp;
  }

  /** What was sent. */
  TrafficMeter traffic() {
    return traffic;
  }

  /** What of it only filled bursts. */
  TrafficMeter probes() {
    return probes;
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
