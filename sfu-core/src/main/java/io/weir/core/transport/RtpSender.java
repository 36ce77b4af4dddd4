package io.weir.core.transport;

import io.weir.core.buffer.Packet;
import io.weir.core.congestion.BandwidthEstimator;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.StreamStatistics;
import io.weir.core.counter.PacketCounter;
import io.weir.core.pacer.Pacer;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.stream.SendBinding;
import io.weir.core.stream.SendStream;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Sends one slot's RTP stream over a transport. Worker thread only. */
public final class RtpSender {
  /** About a key frame, which comes as one burst anyhow. */
  private static final long UNPACED_BURST = 100_000;

  /** A quarter of a second of what is thought of a link at first, since it may carry a third. */
  private static final long UNMEASURED_BURST = BandwidthEstimator.START_BPS / 8 / 4;

  /** Length of a video packet as most encoders make them. */
  private static final int USUAL_PACKET = 1_200;

  /** A packet that waits is known by its encoding and its number there. */
  private static final int ENCODING_SHIFT = 56;

  private static final long SEQUENCE_MASK = (1L << ENCODING_SHIFT) - 1;

  private final TransportContext context;
  private final Transport transport;
  private final SecureOutput output;
  private final boolean audio;
  private final SlotReports reports = new SlotReports();
  private SendStream stream;
  private RtpParameters parameters;

  /** Null unless the client reports by stream (RFC 8888). */
  private @Nullable ReportedStreams reported;

  RtpSender(
      TransportContext context,
      Transport transport,
      SecureOutput output,
      RtpParameters parameters,
      long nowNs) {
    this.context = context;
    this.transport = transport;
    this.output = output;
    this.parameters = parameters;
    this.audio = parameters.kind() == MediaKind.AUDIO;
    this.reported = reportsOn(parameters) ? reportedStreams(parameters) : null;
    this.stream =
        new SendStream(
            parameters,
            context.counters(),
            context.random().getAsLong(),
            context.ntpOffsetNs(),
            nowNs);
  }

  /** What was negotiated for the slot. */
  public RtpParameters parameters() {
    return parameters;
  }

  /** Goes on with other payload types or extensions, on the same SSRCs; must be bound again. */
  public void renegotiate(RtpParameters next) {
    parameters = next;
    stream = new SendStream(next, stream);
    if (!reportsOn(next)) {
      reported = null;
    } else if (reported == null) {
      reported = reportedStreams(next);
    }
  }

  private static boolean reportsOn(RtpParameters slot) {
    return slot.codecs().stream().anyMatch(CodecParameters::hasCongestionFeedback);
  }

  private static ReportedStreams reportedStreams(RtpParameters slot) {
    return new ReportedStreams(slot.encodings().getFirst());
  }

  /** Shows another track from its next packet on. */
  public void bind(SendBinding binding) {
    stream.bind(binding);
  }

  /** Shows another track or encoding from a packet on, which the caller sends next. */
  public void bind(SendBinding binding, Packet first) {
    giveUpFrom(first);
    stream.bind(binding, first.extendedSequence);
  }

  /**
   * Shows another track from a packet of its recent past on, which the caller sends next with all
   * that follow it.
   *
   * @param frames how many frames the packets up to the newest are
   */
  public void catchUp(SendBinding binding, Packet first, int frames, Packet newest) {
    giveUpFrom(first);
    stream.catchUp(binding, first.extendedSequence, frames, newest);
  }

  /** How many bytes may be sent together. */
  public long burstBytes() {
    Pacer<RtpSender> pacer = output.pacer();
    if (pacer == null) {
      return UNPACED_BURST;
    }
    return output.link().isMeasured()
        ? pacer.roomBytes()
        : Math.min(UNMEASURED_BURST, pacer.roomBytes());
  }

  /** Gives up what waits, since a key frame comes that makes it superfluous. */
  public void giveUpWaiting() {
    Pacer<RtpSender> pacer = output.pacer();
    if (pacer != null) {
      context.counters().add(PacketCounter.PACER_SUPERSEDED, pacer.remove(this));
      stream.giveUpWaiting();
    }
  }

  /** What waits and is not older than the first packet of what follows would be sent twice. */
  private void giveUpFrom(Packet first) {
    if (stream.awaits(first)) {
      giveUpWaiting();
    }
  }

  /** Shows nothing. */
  public void unbind() {
    Pacer<RtpSender> pacer = output.pacer();
    if (pacer != null) {
      pacer.remove(this);
    }
    stream.unbind();
  }

  /**
   * Forwards a packet, now or, where the link would not bear it, a little later from the history
   * that its binding names; its bytes are read, not changed.
   *
   * @return false when so much waits that the packet's frame is refused as a whole: the slot can
   *     only go on with a key frame
   * @throws TransportDefect if that failed in a way that the network cannot bring about
   */
  public boolean send(Packet packet, long nowNs) {
    try {
      return sendUnguarded(packet, nowNs);
    } catch (RuntimeException e) {
      throw defect(e);
    }
  }

  /**
   * Leaves a packet of what is shown out for good: the numbers of those that follow close up.
   *
   * @throws TransportDefect if that failed in a way that the network cannot bring about
   */
  public void leaveOut(Packet packet, long nowNs) {
    try {
      leaveOutUnguarded(packet, nowNs);
    } catch (RuntimeException e) {
      throw defect(e);
    }
  }

  /** Says that its transport is to be closed because of a defect of ours. */
  public TransportDefect defect(RuntimeException cause) {
    return new TransportDefect(transport, cause);
  }

  /** Reads something of it, for the sake of the caches only. */
  public int fetch() {
    return audio ? 1 : 0;
  }

  /** Reads something of what it consists of, for the sake of the caches only. */
  public int fetchParts() {
    return stream.ssrc() + (output.isReady() ? 1 : 0);
  }

  /** Whether the subscriber can be sent to. */
  public boolean isReady() {
    return output.isReady();
  }

  /** Sends a packet again that the subscriber misses, as RTX (RFC 4588), now or a little later. */
  void resend(int sequenceNumber, long nowNs) {
    Pacer<RtpSender> pacer = output.pacer();
    if (pacer == null) {
      resendNow(sequenceNumber, nowNs);
    } else if (!stream.remembers(sequenceNumber)) {
      context.counters().increment(PacketCounter.NACK_EXPIRED);
    } else if (!pacer.takeShare(USUAL_PACKET, nowNs)) {
      context.counters().increment(PacketCounter.RTX_OVER_SHARE);
    } else if (pacer.admitsRetransmission(nowNs)) {
      resendNow(sequenceNumber, nowNs);
    } else if (pacer.enqueueRetransmission(this, sequenceNumber, USUAL_PACKET, nowNs)) {
      transport.announceDeadline();
    } else {
      context.counters().increment(PacketCounter.PACER_FULL);
    }
  }

  /** Sends a packet again whose turn has come. */
  void resendNow(int sequenceNumber, long nowNs) {
    MemorySegment scratch = context.scratch();
    int length =
        stream.prepareRetransmission(sequenceNumber, scratch, TransportContext.RTP_OFFSET, nowNs);
    if (length > 0) {
      sendPrepared(length, nowNs);
    }
  }

  /**
   * Sends a packet that only shows whether the link carries it.
   *
   * @return false when the slot has nothing to do that with
   */
  boolean sendProbe(long nowNs) {
    int length =
        output.isReady()
            ? stream.prepareProbe(context.scratch(), TransportContext.RTP_OFFSET, nowNs)
            : 0;
    boolean numbered = stream.preparedTransportSequence() != SendStream.NO_TRANSPORT_SEQUENCE;
    if (length == 0 || !(numbered || reported != null)) {
      return false;
    }
    sendPrepared(length, nowNs);
    output.probes().onPacket(length);
    return true;
  }

  /** Sends an RTX packet that stands in scratch memory whole. */
  private void sendPrepared(int length, long nowNs) {
    int headerLength = stream.preparedRetransmissionHeaderLength();
    send(
        headerLength,
        context.scratch(),
        TransportContext.RTP_OFFSET + headerLength,
        length - headerLength,
        nowNs);
  }

  /** Sends what was prepared, with its transport-wide number if it carries one. */
  private void send(
      int headerLength, MemorySegment payload, long payloadOffset, int payloadLength, long nowNs) {
    if (noteSent(headerLength + payloadLength, nowNs)) {
      transport.announceDeadline();
    }
    if (output.sendRtp(
        context.scratch(),
        TransportContext.RTP_OFFSET,
        headerLength,
        payload,
        payloadOffset,
        payloadLength)) {
      output.charge(headerLength + payloadLength, nowNs);
    } else {
      takeBack();
    }
  }

  /**
   * Lets the link's estimator know of what was prepared, so far as the client will report on it.
   *
   * @return whether a probe burst began or ended by that
   */
  private boolean noteSent(int length, long nowNs) {
    MemorySegment scratch = context.scratch();
    long header = TransportContext.RTP_OFFSET;
    ReportedStreams byStream = reported;
    if (byStream != null) {
      int sequence = ReportedStreams.sequence(scratch, header);
      return output.note(byStream.of(scratch, header), sequence, length, nowNs);
    }
    long at = stream.preparedTransportSequence();
    return at != SendStream.NO_TRANSPORT_SEQUENCE && output.number(scratch, at, length, nowNs);
  }

  /** What was noted did not leave: nobody can miss it. */
  private void takeBack() {
    MemorySegment scratch = context.scratch();
    long header = TransportContext.RTP_OFFSET;
    ReportedStreams byStream = reported;
    if (byStream != null) {
      int sequence = ReportedStreams.sequence(scratch, header);
      output.link().takeBack(byStream.of(scratch, header), sequence);
    } else if (stream.preparedTransportSequence() != SendStream.NO_TRANSPORT_SEQUENCE) {
      output.link().takeBack();
    }
  }

  /**
   * The client reported what it received of the slot (RFC 3550 §6.4.1).
   *
   * @return how many packets were sent since its last report
   */
  long onReport(int lostFraction, int lostSoFar, long jitterUnits) {
    return reports.onReport(stream.packetCount(), lostFraction, lostSoFar, jitterUnits);
  }

  /** The client asked for a packet again. */
  void onNack() {
    stream.meter().onNacks(1);
  }

  /** The client asked for a key frame. */
  void onKeyFrameRequest() {
    stream.meter().onKeyFrameRequest();
  }

  /** Ends a window of the rates. */
  void sample(long nowNs) {
    stream.meter().sample(nowNs);
  }

  /** The rates are measured no more. */
  void endSampling() {
    stream.meter().end();
  }

  /** Payload that was sent in the last second, in bit/s. */
  public double sentBps() {
    return stream.meter().bitsPerSecond();
  }

  /** What was sent so far, and what the client reported of it. */
  public StreamStatistics statistics() {
    return reports.statistics(stream, parameters.codecs());
  }

  /**
   * Whether the client said that it reports on the packets that it gets. REMB alone promises
   * nothing: it counts from the first one that comes.
   */
  boolean hasFeedback() {
    boolean numbered = parameters.extensions().containsKey(HeaderExtensionId.TRANSPORT_CC);
    return reported != null
        || (numbered && parameters.codecs().stream().anyMatch(CodecParameters::hasTransportCc));
  }

  /** What the client reports on by SSRC; null where it does not. */
  @Nullable ReportedStreams reported() {
    return reported;
  }

  /** The slot's media SSRC. */
  int ssrc() {
    return stream.ssrc();
  }

  /** Whether anything was sent since the last report. */
  boolean hasNews() {
    return reports.isDue(stream);
  }

  /** Appends a sender report on the slot's one RTP ↔ NTP line; false when there is no room. */
  boolean writeSenderReport(RtcpWriter writer, long nowNs) {
    return reports.write(writer, stream, nowNs, context.ntpOffsetNs());
  }

  private boolean sendUnguarded(Packet packet, long nowNs) {
    if (!output.admits()) {
      return true; // Without using up sequence numbers that nobody would see.
    }
    Pacer<RtpSender> pacer = output.pacer();
    if (pacer != null && !audio && !pacer.admits(nowNs)) {
      SendBinding keeper = stream.keeperOf(packet);
      if (keeper != null) {
        return enqueue(pacer, packet, keeper, nowNs);
      }
    }
    sendNow(packet, nowNs);
    return true;
  }

  /** Lets a packet wait for its turn; false when there is no room. */
  private boolean enqueue(Pacer<RtpSender> pacer, Packet packet, SendBinding keeper, long nowNs) {
    if (packet.frameStart && pacer.isFull()) {
      pacer.onRefused();
      context.counters().increment(PacketCounter.PACER_FULL);
      return false;
    }
    boolean first = pacer.isIdle();
    long key = (long) packet.encoding << ENCODING_SHIFT | (packet.extendedSequence & SEQUENCE_MASK);
    boolean taken = pacer.enqueue(this, key, packet.length, nowNs);
    if (first) {
      transport.announceDeadline();
    }
    if (taken) {
      keeper.await(packet.extendedSequence);
    } else {
      context.counters().increment(PacketCounter.PACER_FULL);
    }
    return taken;
  }

  /** What waited was given up. */
  void onGivenUp() {
    stream.giveUpWaiting();
  }

  /** Sends a packet whose turn has come, if it is still there. */
  void sendWaiting(long key, long nowNs) {
    Packet packet = stream.find((int) (key >>> ENCODING_SHIFT), key & SEQUENCE_MASK);
    if (packet == null) {
      context.counters().increment(PacketCounter.PACER_LOST);
    } else if (output.admits()) {
      sendNow(packet, nowNs);
    }
  }

  private void sendNow(Packet packet, long nowNs) {
    MemorySegment scratch = context.scratch();
    int headerLength = stream.prepare(packet, scratch, TransportContext.RTP_OFFSET, nowNs);
    if (headerLength == 0) {
      return;
    }
    int skip = stream.preparedPayloadSkip();
    boolean rewritten = stream.hasPreparedPayload();
    send(
        headerLength,
        rewritten ? scratch : packet.segment(),
        rewritten ? TransportContext.RTP_OFFSET + headerLength : packet.payloadOffset() + skip,
        packet.payloadLength - skip + packet.padding,
        nowNs);
  }

  private void leaveOutUnguarded(Packet packet, long nowNs) {
    if (!output.isReady()) {
      return;
    }
    MemorySegment scratch = context.scratch();
    int length = stream.leaveOut(packet, scratch, TransportContext.RTP_OFFSET, nowNs);
    if (length > 0) {
      send(length, scratch, TransportContext.RTP_OFFSET + length, 0, nowNs);
    }
  }
}
