package io.weir.core.transport;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import io.weir.core.congestion.TwccRecorder;
import io.weir.core.control.RtpParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.rtp.HeaderExtensions;
import io.weir.core.rtp.RtpPacketType;
import io.weir.core.rtp.RtpParser;
import io.weir.core.srtp.SrtpSession;

/**
 * Decrypts the SRTP of one transport in place, and passes RTP to the encoding that it is of, RTCP
 * to what acts on it. What goes no further is counted and given back. Worker thread only.
 */
final class SecureInput {
  private final TransportContext context;
  private final Transport transport;
  private final SecureOutput output;
  private final ReceiverTable receivers;
  private final RtcpHandler rtcp;
  private final PacedOutput paced;
  private final TransportMeter meter;
  private final TwccRecorder arrivals = new TwccRecorder(TwccRecorder.MAX_INTERVAL_NS);
  private final EarlyPackets early = new EarlyPackets();
  private final ByteBudget budget = new ByteBudget();
  private int transportCcExtension = RtpParameters.NO_EXTENSION;

  /** Input of a transport, which has keys as soon as its output has them. */
  SecureInput(
      TransportContext context,
      Transport transport,
      SecureOutput output,
      ReceiverTable receivers,
      RtcpHandler rtcp,
      PacedOutput paced,
      TransportMeter meter) {
    this.context = context;
    this.transport = transport;
    this.output = output;
    this.receivers = receivers;
    this.rtcp = rtcp;
    this.paced = paced;
    this.meter = meter;
  }

  /** Limits how much RTP the client may send. */
  void limit(long bitsPerSecond) {
    budget.rate(bitsPerSecond);
  }

  /** Packets carry transport-wide numbers in a header extension from now on. */
  void numberedBy(int extension) {
    transportCcExtension = extension;
  }

  /** When packets with transport-wide numbers came. */
  TwccRecorder arrivals() {
    return arrivals;
  }

  /** Takes a packet, with the worker's reference to it. */
  void handlePacket(Packet packet, long nowNs) {
    SrtpSession session = output.session();
    if (session == null) {
      if (!early.hold(packet)) {
        drop(packet, PacketCounter.SRTP_NOT_READY);
      }
      return;
    }
    if (packet.length < 2) {
      drop(packet, PacketCounter.TOO_SHORT);
      return;
    }
    boolean isRtcp = RtpPacketType.isRtcp(Bytes.u8(packet.segment(), packet.offset + 1));
    int length =
        isRtcp
            ? session.unprotectRtcp(packet.segment(), packet.offset, packet.length)
            : session.unprotectRtp(packet.segment(), packet.offset, packet.length);
    if (length < 0) {
      drop(packet, reasonOf(length));
      return;
    }
    meter.onReceived(packet.length);
    packet.length = length;
    transport.heard(packet, nowNs);
    if (isRtcp) {
      rtcp.handle(packet, nowNs);
      paced.update(nowNs);
      context.recycler().recycle(packet);
      transport.announceLinkDeadline();
    } else {
      handleRtp(packet, nowNs);
    }
  }

  /** There are keys: takes what came before them. */
  void handleEarly(long nowNs) {
    early.drain(packet -> handlePacket(packet, nowNs));
  }

  /** There will be no keys any more. */
  void close() {
    early.drain(context.recycler());
  }

  private void handleRtp(Packet packet, long nowNs) {
    if (!RtpParser.parse(packet)) {
      drop(packet, PacketCounter.RTP_MALFORMED);
      return;
    }
    // Before anything takes note of it: to the publisher it is lost, and it slows down.
    if (!budget.take(packet.length, nowNs)) {
      drop(packet, PacketCounter.RTP_OVER_BITRATE);
      return;
    }
    if (transportCcExtension != RtpParameters.NO_EXTENSION) {
      int sequence = HeaderExtensions.transportSequence(packet, transportCcExtension);
      if (sequence >= 0) {
        arrivals.onPacket(sequence, packet.arrivalNs);
        transport.announce(arrivals.nextDeadlineNs());
      }
    }
    ReceivedEncoding encoding = receivers.find(packet, nowNs);
    if (encoding == null) {
      drop(
          packet,
          receivers.isFull() ? PacketCounter.RTP_TOO_MANY_SSRCS : PacketCounter.RTP_UNKNOWN_STREAM);
      return;
    }
    encoding.handlePacket(packet, nowNs);
    receivers.bringForward(encoding.nextDeadlineNs());
    transport.announce(encoding.nextDeadlineNs());
  }

  private void drop(Packet packet, PacketCounter reason) {
    context.counters().increment(reason);
    context.recycler().recycle(packet);
  }

  private static PacketCounter reasonOf(int result) {
    return switch (result) {
      case SrtpSession.AUTH_FAILED -> PacketCounter.SRTP_AUTH_FAILED;
      case SrtpSession.REPLAYED -> PacketCounter.SRTP_REPLAYED;
      case SrtpSession.TOO_MANY_SSRCS -> PacketCounter.SRTP_TOO_MANY_SSRCS;
      case SrtpSession.ENGINE_FAILED -> PacketCounter.SRTP_ENGINE_FAILED;
      default -> PacketCounter.TOO_SHORT;
    };
  }
}
