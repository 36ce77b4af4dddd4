package io.weir.bench.load.media;

import io.weir.bench.load.measure.ReceiveMeter;
import io.weir.bench.load.measure.ReceivedStream;
import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import io.weir.core.codec.PayloadCodec;
import io.weir.core.control.CodecParameters;
import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtcp.SenderReport;
import io.weir.core.sequence.SequenceUnwrapper;
import io.weir.core.stream.LastSenderReport;
import io.weir.core.stream.NackGenerator;
import io.weir.core.stream.PayloadTypes;
import io.weir.core.stream.ReceiveStatistics;
import org.jspecify.annotations.Nullable;

/**
 * One RTP stream that a client receives, with its retransmissions: measures it, asks for what is
 * missing as browsers do, and reports on it. Media thread only; allocates nothing per packet.
 */
final class StreamReceiver {
  private static final int OSN_LENGTH = 2;

  /** How many packets every SRTP engine tells apart (RFC 3711 §3.3.2: at least). */
  private static final int REPLAY_WINDOW = 64;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** How long a decoder waits for the first key frame, and repeats its wish (libwebrtc). */
  private static final long FIRST_REQUEST_NS = 200_000_000;

  private static final long REPEATED_REQUEST_NS = 1_000_000_000;

  private final ThreadContext context;
  private final int ssrc;
  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  private final ReceiveStatistics statistics = new ReceiveStatistics();
  private final LastSenderReport senderReport = new LastSenderReport();
  private final ReceiveMeter meter;

  private ReceivingSection section;
  private int transportId;
  private @Nullable NackGenerator nacks;
  private @Nullable CodecParameters codec;
  private int clockRate;
  private @Nullable PayloadCodec payloadCodec;
  private int payloadType = -1;
  private long requestNs = TimerHeap.NEVER;
  private boolean feedbackAsked;

  private long lastArrivalNs;
  private long packets;
  private long retransmissions;
  private long payloadBytes;
  private long nacksSent;
  private long keyFrameRequests;

  StreamReceiver(ThreadContext context, ReceivingSection section, int ssrc) {
    this.context = context;
    this.section = section;
    transportId = section.transportId();
    this.ssrc = ssrc;
    meter = new ReceiveMeter(context.meter(), section.isAudio());
  }

  int ssrc() {
    return ssrc;
  }

  ReceivingSection section() {
    return section;
  }

  /** Id of transport-wide sequence numbers in its packets, 0 for none. */
  int transportId() {
    return transportId;
  }

  /** Takes what was negotiated anew. */
  void setSection(ReceivingSection changed) {
    section = changed;
    transportId = changed.transportId();
    payloadType = -1;
  }

  /** A packet of the stream itself; true when a video frame became decodable. */
  boolean handleMedia(Packet packet, long nowNs) {
    choose(packet.payloadType);
    packets++;
    lastArrivalNs = packet.arrivalNs;
    payloadBytes += packet.payloadLength;
    long highestBefore = unwrapper.highest();
    long sequence = unwrapper.unwrap(packet.sequenceNumber);
    if (clockRate != 0) {
      statistics.onPacket(sequence, packet.timestamp, packet.length, packet.arrivalNs, clockRate);
    }
    noteGap(sequence, highestBefore, nowNs);
    return measure(packet, packet.payloadOffset(), packet.payloadLength, sequence, false, nowNs);
  }

  /** A retransmission of one of its packets (RFC 4588 §4). */
  boolean handleRepair(Packet packet, long nowNs) {
    if (packet.payloadLength < OSN_LENGTH) {
      return false; // Padding: a server probes the bandwidth.
    }
    retransmissions++;
    choose(section.payloadTypes().primary(packet.payloadType));
    long payload = packet.payloadOffset();
    long sequence = unwrapper.peek(Bytes.u16(packet.segment(), payload));
    payloadBytes += packet.payloadLength - OSN_LENGTH;
    unwrapper.unwrap((int) sequence & 0xFFFF);
    if (nacks != null) {
      boolean ignored = nacks.onReceived(sequence, nowNs);
    }
    return measure(
        packet, payload + OSN_LENGTH, packet.payloadLength - OSN_LENGTH, sequence, true, nowNs);
  }

  /**
   * A packet that SRTP took for a copy. It is one unless it is so late that SRTP may not know; then
   * it counts as lost.
   */
  void handleReplay(int sequenceNumber) {
    if (unwrapper.peek(sequenceNumber) > unwrapper.highest() - REPLAY_WINDOW) {
      meter.onCopy();
    }
  }

  /** A copy of a retransmission. */
  void handleRepairReplay() {
    meter.onCopy();
  }

  void handleSenderReport(RtcpReader reader, long nowNs) {
    senderReport.update(SenderReport.ntp(reader), SenderReport.rtpTimestamp(reader), nowNs);
  }

  /** When {@link #writeFeedback} has something to say. */
  long nextFeedbackNs() {
    NackGenerator generator = nacks;
    long nackNs = generator == null ? TimerHeap.NEVER : generator.nextDeadlineNs();
    return Deadlines.earlier(nackNs, requestNs);
  }

  /** Adds NACK and PLI that are due. */
  void writeFeedback(RtcpWriter writer, int senderSsrc, long roundTripNs, long nowNs) {
    NackGenerator generator = nacks;
    if (generator != null) {
      generator.setRoundTripNs(
          roundTripNs == 0 ? NackGenerator.DEFAULT_ROUND_TRIP_NS : roundTripNs);
      int[] lost = context.scratch().sequences;
      int count = generator.collectDue(nowNs, lost, lost.length);
      if (count > 0 && writer.nack(senderSsrc, ssrc, lost, count)) {
        nacksSent += count;
        context.meter().nacksSent += count;
      }
    }
    if (Deadlines.isDue(requestNs, nowNs)) {
      requestNs = TimerHeap.NEVER;
      if (meter.needsKeyFrame() && writer.pictureLoss(senderSsrc, ssrc)) {
        keyFrameRequests++;
        context.meter().keyFrameRequestsSent++;
        requestNs = nowNs + REPEATED_REQUEST_NS;
      }
    }
  }

  /** Adds its report block; false when there is no room, or nothing to report. */
  boolean writeReportBlock(RtcpWriter writer, long nowNs) {
    return statistics.writeReportBlock(writer, ssrc, senderReport, nowNs);
  }

  /** Its figures. */
  ReceivedStream snapshot() {
    CodecParameters negotiated = codec;
    long jitterNs =
        negotiated == null ? 0 : statistics.jitter() * NANOS_PER_SECOND / negotiated.clockRate();
    return new ReceivedStream(
        section.rtp().mid(),
        section.rtp().kind(),
        Integer.toUnsignedLong(ssrc),
        negotiated == null ? "" : negotiated.name(),
        meter.isMarked(),
        meter.source(),
        meter.sources(),
        packets,
        retransmissions,
        payloadBytes,
        meter.packets(),
        meter.frames(),
        nacksSent,
        keyFrameRequests,
        Math.max(0, System.nanoTime() - lastArrivalNs),
        jitterNs,
        meter.delay());
  }

  private boolean measure(
      Packet packet, long payload, int length, long sequence, boolean repair, long nowNs) {
    boolean shown =
        meter.onPacket(
            packet.segment(),
            payload,
            length,
            sequence,
            repair,
            payloadCodec,
            packet.marker,
            packet.arrivalNs,
            context.epochOffsetNs());
    if (requestNs == TimerHeap.NEVER && meter.needsKeyFrame()) {
      requestNs = nowNs + (feedbackAsked ? 0 : FIRST_REQUEST_NS);
      feedbackAsked = true;
    }
    return shown;
  }

  private void choose(int type) {
    if (type == payloadType || type == PayloadTypes.NOT_RTX) {
      return;
    }
    payloadType = type;
    CodecParameters negotiated = section.payloadTypes().parameters(type);
    codec = negotiated;
    clockRate = negotiated == null ? 0 : negotiated.clockRate();
    payloadCodec = section.payloadTypes().codec(type);
  }

  /** Most streams never lose anything, so what asks for losses is made with the first one. */
  private void noteGap(long sequence, long highestBefore, long nowNs) {
    NackGenerator generator = nacks;
    CodecParameters negotiated = codec;
    if (generator == null) {
      if (highestBefore < 0 || sequence <= highestBefore + 1) {
        return;
      }
      if (section.isAudio() || negotiated == null || !negotiated.hasNack()) {
        return;
      }
      generator = new NackGenerator();
      boolean ignored = generator.onReceived(highestBefore, nowNs);
      nacks = generator;
    }
    if (generator.onReceived(sequence, nowNs)) {
      requestNs = nowNs;
    }
  }
}
