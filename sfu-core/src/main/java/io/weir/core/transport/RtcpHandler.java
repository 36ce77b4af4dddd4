package io.weir.core.transport;

import io.weir.core.buffer.Packet;
import io.weir.core.congestion.BandwidthEstimator;
import io.weir.core.congestion.SentStreams;
import io.weir.core.control.TransportStatistics;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.rtcp.Bye;
import io.weir.core.rtcp.Feedback;
import io.weir.core.rtcp.FullIntraRequest;
import io.weir.core.rtcp.Nack;
import io.weir.core.rtcp.Remb;
import io.weir.core.rtcp.ReportBlock;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.SenderReport;
import io.weir.core.rtcp.SequenceVisitor;
import io.weir.core.rtcp.TransportFeedback;
import io.weir.core.sequence.NtpTime;
import org.jspecify.annotations.Nullable;

/**
 * Acts on the RTCP that a client sends: reports on its tracks, and feedback on its slots. RTCP ends
 * here; none is passed on. Worker thread only.
 */
final class RtcpHandler {
  /** A browser asks for a few at a time; a larger request is an attempt at amplification. */
  private static final int MAX_RESENT_PER_PACKET = 200;

  /** Reports tell losses in 1/256 (RFC 3550 §6.4.1). */
  private static final double FRACTION = 256;

  /** Longer ones are no use for pacing NACKs, and may be lies. */
  private static final long MAX_ROUND_TRIP_NS = 1_000_000_000L;

  private final PacketCounters counters;
  private final long ntpOffsetNs;
  private final ReceiverTable receivers;
  private final SenderTable senders;
  private final SentStreams reported;
  private final Transport.Listener listener;
  private final BandwidthEstimator link;
  private final RtcpReader reader = new RtcpReader();
  private final SequenceVisitor resend = this::resend;

  private @Nullable RtpSender asked;
  private int resent;
  private int statuses;

  /** Packets that the reports of one compound packet tell of, and how many of them were lost. */
  private long reportedPackets;

  private double lostPackets;
  private long nowNs;
  private long lastRoundTripNs = TransportStatistics.UNKNOWN;

  RtcpHandler(
      TransportContext context,
      ReceiverTable receivers,
      SenderTable senders,
      Transport.Listener listener,
      BandwidthEstimator link) {
    this.counters = context.counters();
    this.ntpOffsetNs = context.ntpOffsetNs();
    this.receivers = receivers;
    this.senders = senders;
    this.reported = senders::findReported;
    this.listener = listener;
    this.link = link;
  }

  /** Handles a decrypted compound packet; does not keep it. */
  void handle(Packet packet, long now) {
    if (!reader.wrap(packet.segment(), packet.offset, packet.length)) {
      counters.increment(PacketCounter.RTCP_MALFORMED);
      return;
    }
    nowNs = now;
    resent = 0;
    statuses = 0;
    reportedPackets = 0;
    lostPackets = 0;
    while (reader.next()) {
      switch (reader.packetType()) {
        case RtcpPacketType.SENDER_REPORT -> {
          handleSenderReport();
          handleReportBlocks();
        }
        case RtcpPacketType.RECEIVER_REPORT -> handleReportBlocks();
        case RtcpPacketType.BYE -> handleBye();
        case RtcpPacketType.TRANSPORT_FEEDBACK -> handleTransportFeedback();
        case RtcpPacketType.PAYLOAD_FEEDBACK -> handlePayloadFeedback();
        default -> {
          // SDES, XR and others say nothing that Weir acts on.
        }
      }
    }
    if (reportedPackets > 0) {
      link.onLossReport(lostPackets / reportedPackets, nowNs);
    }
  }

  /** The last round trip that the client's reports told, or {@link TransportStatistics#UNKNOWN}. */
  long roundTripNs() {
    return lastRoundTripNs;
  }

  private void handleSenderReport() {
    int ssrc = SenderReport.ssrc(reader);
    ReceivedEncoding encoding = receivers.find(ssrc);
    if (encoding != null) {
      encoding.onSenderReport(
          ssrc, SenderReport.ntp(reader), SenderReport.rtpTimestamp(reader), nowNs);
    }
  }

  /** What the client says of slots tells the round trip, which paces NACKs for its tracks. */
  private void handleReportBlocks() {
    int compactNow = NtpTime.compact(NtpTime.fromNs(nowNs + ntpOffsetNs));
    for (int i = 0; i < reader.count(); i++) {
      long roundTripNs =
          NtpTime.roundTripNs(
              compactNow,
              ReportBlock.lastSenderReport(reader, i),
              ReportBlock.delaySinceLastSenderReport(reader, i));
      RtpSender sender = senders.find(ReportBlock.ssrc(reader, i));
      if (sender == null) {
        continue;
      }
      int fractionLost = ReportBlock.fractionLost(reader, i);
      long packets =
          sender.onReport(
              fractionLost, ReportBlock.cumulativeLost(reader, i), ReportBlock.jitter(reader, i));
      reportedPackets += packets;
      lostPackets += packets * fractionLost / FRACTION;
      if (roundTripNs >= 0) {
        lastRoundTripNs = roundTripNs;
        receivers.roundTripNs(Math.min(roundTripNs, MAX_ROUND_TRIP_NS));
      }
    }
  }

  private void handleBye() {
    for (int i = 0; i < reader.count(); i++) {
      receivers.end(Bye.ssrc(reader, i), nowNs);
    }
  }

  private void handleTransportFeedback() {
    if (reader.format() == RtcpPacketType.FORMAT_TRANSPORT_WIDE) {
      // The limit of one holds for all of a compound packet: many small ones are as much work.
      statuses += TransportFeedback.statusCount(reader);
      if (statuses > TransportFeedback.MAX_STATUSES || !link.onTransportFeedback(reader, nowNs)) {
        counters.increment(PacketCounter.RTCP_MALFORMED);
      }
      return;
    }
    if (reader.format() == RtcpPacketType.FORMAT_CONGESTION) {
      // It takes two bytes to report on a packet, so there is no more work than bytes.
      if (!link.onCongestionFeedback(reader, reported, nowNs)) {
        counters.increment(PacketCounter.RTCP_MALFORMED);
      }
      return;
    }
    if (reader.format() != RtcpPacketType.FORMAT_NACK) {
      return;
    }
    asked = senders.find(Feedback.mediaSsrc(reader));
    if (asked != null) {
      Nack.forEachLost(reader, resend);
    }
  }

  private void resend(int sequenceNumber) {
    counters.increment(PacketCounter.NACKS_RECEIVED);
    if (asked == null || resent == MAX_RESENT_PER_PACKET) {
      counters.increment(PacketCounter.NACK_THROTTLED);
      return;
    }
    resent++;
    asked.onNack();
    asked.resend(sequenceNumber, nowNs);
  }

  private void handlePayloadFeedback() {
    switch (reader.format()) {
      case RtcpPacketType.FORMAT_PLI -> handleKeyFrameRequest(Feedback.mediaSsrc(reader));
      case RtcpPacketType.FORMAT_FIR -> {
        for (int i = 0; i < FullIntraRequest.entries(reader); i++) {
          handleKeyFrameRequest(FullIntraRequest.ssrc(reader, i));
        }
      }
      case RtcpPacketType.FORMAT_APPLICATION -> {
        long bitrate = Remb.bitrate(reader);
        if (bitrate != Remb.NOT_REMB) {
          link.onReceiverEstimate(bitrate, nowNs);
        }
      }
      default -> {
        // Slots negotiate no other feedback.
      }
    }
  }

  private void handleKeyFrameRequest(int ssrc) {
    RtpSender sender = senders.find(ssrc);
    if (sender != null) {
      counters.increment(PacketCounter.KEYFRAME_REQUESTS_RECEIVED);
      sender.onKeyFrameRequest();
      listener.onKeyFrameRequested(sender, nowNs);
    }
  }
}
