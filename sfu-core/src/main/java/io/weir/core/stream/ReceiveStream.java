package io.weir.core.stream;

import io.weir.core.buffer.Packet;
import io.weir.core.codec.PayloadCodec;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.StreamStatistics;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtp.DependencyDescriptor;
import io.weir.core.rtp.HeaderExtensions;
import io.weir.core.sequence.SequenceNumbers;
import io.weir.core.sequence.SequenceUnwrapper;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * One RTP stream from a publisher with its retransmissions: extends sequence numbers, drops what
 * came before, unwraps RTX, finds key frames and audio levels, keeps statistics and asks for
 * missing packets. It neither keeps nor recycles packets. One thread.
 *
 * <p>{@link #handlePacket} counts what it drops. It returns one of the constants here.
 */
public final class ReceiveStream {
  /** The packet is new; its extended sequence number, key frame flag and level are set. */
  public static final int FORWARD = 0;

  /** The packet had come before. */
  public static final int DUPLICATE = -1;

  /** The packet is from before the window, or the first one after a jump. */
  public static final int TOO_OLD = -2;

  /**
   * The packet is RTX without payload (probing). Padding of the stream itself is forwarded as an
   * empty packet, because it has a sequence number that subscribers would miss.
   */
  public static final int PADDING_ONLY = -3;

  /** The payload type was not negotiated. */
  public static final int UNKNOWN_PAYLOAD_TYPE = -4;

  /** The packet retransmits one that is here already, or before the stream has begun. */
  public static final int RTX_UNWANTED = -5;

  /** The packet is RTX without original sequence number. */
  public static final int RTX_MALFORMED = -6;

  /** RFC 3550 §A.1: a larger step forward is a jump, which a second packet must confirm. */
  private static final int MAX_DROPOUT = 3000;

  private static final int NO_JUMP = -1;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  /** Reports tell losses in 1/256 (RFC 3550 §6.4.1). */
  private static final double FRACTION = 256;

  /** Sequence numbers in one NACK packet. */
  private static final int MAX_NACK = 256;

  private static final int NACK_LENGTH = 12;
  private static final int NACK_ENTRY_LENGTH = 4;

  private final int ssrc;
  private final PayloadTypes payloadTypes;
  private final boolean hasInterFrames;
  private final int audioLevelId;
  private final int descriptorId;
  private final PacketCounters counters;
  private final SequenceUnwrapper unwrapper;
  private final ReceivedWindow window = new ReceivedWindow();
  private final FrameBeginning frame = new FrameBeginning();
  private final LayerReader layers = new LayerReader();
  private final ReceiveStatistics statistics = new ReceiveStatistics();
  private final StreamMeter meter;
  private final LastSenderReport senderReport = new LastSenderReport();

  /** Null when NACK was not negotiated. */
  private final @Nullable NackGenerator nacks;

  private final int[] nackSequences = new int[MAX_NACK];
  private int pictureSize = PayloadCodec.UNKNOWN_SIZE;
  private boolean keyFrameWanted;
  private boolean restarted;

  /** The sequence number that would confirm a jump, RFC 3550 §A.1 bad_seq. */
  private int afterJump = NO_JUMP;

  /**
   * A stream that has not begun.
   *
   * @param parameters what was negotiated for its m-line
   * @param ssrc its own SSRC; that of its retransmissions does not matter here
   */
  public ReceiveStream(RtpParameters parameters, int ssrc, PacketCounters counters) {
    this(parameters, ssrc, counters, new SequenceUnwrapper(), new StreamMeter());
  }

  /**
   * A stream that replaces another of the same m-line; no two packets of both have the same
   * extended sequence number.
   */
  public ReceiveStream(
      RtpParameters parameters, int ssrc, PacketCounters counters, ReceiveStream before) {
    this(parameters, ssrc, counters, new SequenceUnwrapper(before.unwrapper), before.meter);
  }

  private ReceiveStream(
      RtpParameters parameters,
      int ssrc,
      PacketCounters counters,
      SequenceUnwrapper unwrapper,
      StreamMeter meter) {
    this.unwrapper = unwrapper;
    this.meter = meter;
    this.ssrc = ssrc;
    this.counters = counters;
    payloadTypes = new PayloadTypes(parameters.codecs());
    audioLevelId = parameters.extensionId(HeaderExtensionId.AUDIO_LEVEL);
    descriptorId = parameters.extensionId(HeaderExtensionId.DEPENDENCY_DESCRIPTOR);
    hasInterFrames = parameters.kind() == MediaKind.VIDEO;
    boolean nackNegotiated = parameters.codecs().stream().anyMatch(CodecParameters::hasNack);
    nacks = nackNegotiated ? new NackGenerator() : null;
  }

  /**
   * Takes a packet of the stream or of its retransmission stream, told apart by payload type.
   *
   * @param packet parsed; changed in place when it is RTX
   * @return {@link #FORWARD} or why it is dropped
   */
  public int handlePacket(Packet packet, long nowNs) {
    int primary = payloadTypes.primary(packet.payloadType);
    if (primary != PayloadTypes.NOT_RTX) {
      return handleRetransmission(packet, primary, nowNs);
    }
    CodecParameters parameters = payloadTypes.parameters(packet.payloadType);
    if (parameters == null) {
      return drop(PacketCounter.RTP_UNKNOWN_PAYLOAD_TYPE, UNKNOWN_PAYLOAD_TYPE);
    }
    if (isJump(packet.sequenceNumber) && !restartsAt(packet.sequenceNumber)) {
      return drop(PacketCounter.RTP_TOO_OLD, TOO_OLD);
    }
    packet.extendedSequence = unwrapper.unwrap(packet.sequenceNumber);
    if (window.isTooOld(packet.extendedSequence)) {
      return drop(PacketCounter.RTP_TOO_OLD, TOO_OLD);
    }
    statistics.onPacket(
        packet.extendedSequence,
        packet.timestamp,
        packet.length,
        packet.arrivalNs,
        parameters.clockRate());
    if (!window.add(packet.extendedSequence)) {
      return drop(PacketCounter.RTP_DUPLICATE, DUPLICATE);
    }
    return accept(packet, nowNs);
  }

  /** RFC 4588 §4: the payload begins with the original sequence number. */
  private int handleRetransmission(Packet packet, int payloadType, long nowNs) {
    if (packet.payloadLength == 0) {
      return drop(PacketCounter.RTP_PADDING_ONLY, PADDING_ONLY);
    }
    if (packet.payloadLength < RtxUnwrapper.OSN_LENGTH) {
      return drop(PacketCounter.RTX_MALFORMED, RTX_MALFORMED);
    }
    RtxUnwrapper.unwrap(packet, ssrc, payloadType);
    if (unwrapper.highest() < 0) {
      return drop(PacketCounter.RTX_UNWANTED, RTX_UNWANTED);
    }
    packet.extendedSequence = unwrapper.peek(packet.sequenceNumber);
    if (isJump(packet.sequenceNumber) || window.isTooOld(packet.extendedSequence)) {
      return drop(PacketCounter.RTP_TOO_OLD, TOO_OLD);
    }
    if (!window.add(packet.extendedSequence)) {
      return drop(PacketCounter.RTX_UNWANTED, RTX_UNWANTED);
    }
    unwrapper.unwrap(packet.sequenceNumber);
    counters.increment(PacketCounter.RECEIVED_RETRANSMISSIONS);
    meter.onRetransmission();
    return accept(packet, nowNs);
  }

  private int accept(Packet packet, long nowNs) {
    if (nacks != null && nacks.onReceived(packet.extendedSequence, nowNs)) {
      keyFrameWanted = hasInterFrames;
    }
    packet.audioLevel = HeaderExtensions.audioLevel(packet, audioLevelId);
    PayloadCodec codec = payloadTypes.codec(packet.payloadType);
    long descriptor = HeaderExtensions.find(packet, descriptorId);
    packet.keyFrame = codec != null && isKeyFrameStart(packet, codec, descriptor);
    if (codec != null && hasInterFrames) {
      layers.read(packet, codec, descriptor);
    }
    measure(packet);
    return FORWARD;
  }

  /** By its payload, or where that is encrypted end to end by its Dependency Descriptor. */
  private boolean isKeyFrameStart(Packet packet, PayloadCodec codec, long descriptor) {
    MemorySegment segment = packet.segment();
    long payload = packet.payloadOffset();
    int length = packet.payloadLength;
    boolean candidate = codec.isKeyFrameStart(segment, payload, length);
    if (!hasInterFrames) {
      return candidate;
    }
    frame.onPacket(packet.extendedSequence, packet.timestamp);
    boolean first = startsSequence(packet, descriptor);
    if (!candidate && !first) {
      return false;
    }
    onKeyFrame(packet, codec.pictureSize(segment, payload, length));
    if (first || !codec.mayNeedEarlierPacket(segment, payload, length)) {
      frame.onStart(packet.timestamp);
    } else if (!frame.startsAtSlice(packet.timestamp, window)) {
      return false; // What is missing before it stays asked for.
    }
    if (nacks != null) {
      nacks.onKeyFrame(packet.extendedSequence);
    }
    return true;
  }

  private void onKeyFrame(Packet packet, int size) {
    meter.onKeyFrame(packet.timestamp, size);
    if (size != PayloadCodec.UNKNOWN_SIZE) {
      pictureSize = size;
    }
  }

  private static boolean startsSequence(Packet packet, long descriptor) {
    return descriptor != HeaderExtensions.NOT_FOUND
        && DependencyDescriptor.startsSequence(
            packet.segment(),
            HeaderExtensions.offset(descriptor),
            HeaderExtensions.length(descriptor));
  }

  private void measure(Packet packet) {
    meter.onPacket(packet.payloadType, packet.payloadLength);
    if (hasInterFrames && packet.marker) {
      meter.onFrame();
    }
  }

  private boolean isJump(int sequence) {
    if (unwrapper.highest() < 0) {
      return false;
    }
    int step = SequenceNumbers.distance((int) unwrapper.highest(), sequence);
    return step > MAX_DROPOUT || step <= -ReceivedWindow.SIZE;
  }

  /** RFC 3550 §A.1: two packets in a row after a jump mean that the sender has started anew. */
  private boolean restartsAt(int sequence) {
    if (sequence != afterJump) {
      afterJump = SequenceNumbers.add(sequence, 1);
      return false;
    }
    afterJump = NO_JUMP;
    unwrapper.restart(sequence);
    statistics.restart();
    senderReport.forget();
    keyFrameWanted = hasInterFrames;
    restarted = true;
    if (nacks != null) {
      nacks.restart();
    }
    return true;
  }

  private int drop(PacketCounter counter, int verdict) {
    counters.increment(counter);
    return verdict;
  }

  /** Takes a sender report of this stream. */
  public void onSenderReport(long ntp, long rtpTimestamp, long nowNs) {
    senderReport.update(ntp, rtpTimestamp, nowNs);
  }

  /** The last sender report of this stream. */
  public LastSenderReport senderReport() {
    return senderReport;
  }

  /** Sets the measured round-trip time to the publisher. */
  public void setRoundTripNs(long roundTripNs) {
    if (nacks != null) {
      nacks.setRoundTripNs(roundTripNs);
    }
  }

  /** When {@link #writeNack} has something to ask for; {@link Long#MAX_VALUE} for never. */
  public long nextDeadlineNs() {
    return nacks == null ? Long.MAX_VALUE : nacks.nextDeadlineNs();
  }

  /**
   * Appends a NACK for the missing packets that are due.
   *
   * @return false when none is due or there is no room
   */
  public boolean writeNack(RtcpWriter writer, int senderSsrc, long nowNs) {
    if (nacks == null) {
      return false;
    }
    int room = (writer.remaining() - NACK_LENGTH) / NACK_ENTRY_LENGTH;
    if (room <= 0) {
      return false;
    }
    int count = nacks.collectDue(nowNs, nackSequences, Math.min(room, MAX_NACK));
    if (count == 0) {
      return false;
    }
    counters.add(PacketCounter.NACKS_SENT, count);
    meter.onNacks(count);
    return writer.nack(senderSsrc, ssrc, nackSequences, count);
  }

  /**
   * Adds this stream's block to the report that a writer holds (RFC 3550 §6.4.1).
   *
   * @return false when no packet has come yet or there is no room
   */
  public boolean writeReportBlock(RtcpWriter writer, long nowNs) {
    return statistics.writeReportBlock(writer, ssrc, senderReport, nowNs);
  }

  /** Whether too much was lost since the last call, so that a key frame should be asked for. */
  public boolean takeKeyFrameWanted() {
    boolean wanted = keyFrameWanted;
    keyFrameWanted = false;
    return wanted;
  }

  /** Whether the sender started anew since the last call: what follows is unrelated. */
  public boolean takeRestarted() {
    boolean value = restarted;
    restarted = false;
    return value;
  }

  /** The stream's SSRC. */
  public int ssrc() {
    return ssrc;
  }

  /** Ticks per second of a payload type that was accepted. */
  public int clockRate(int payloadType) {
    CodecParameters parameters = payloadTypes.parameters(payloadType);
    return parameters == null ? 1 : parameters.clockRate();
  }

  /** Whether no later packet has come than one that was accepted. */
  public boolean isNewest(Packet packet) {
    return packet.extendedSequence == unwrapper.highest();
  }

  /** What its payload types stand for. */
  public PayloadTypes payloadTypes() {
    return payloadTypes;
  }

  /**
   * Size of the last key frame's picture, {@code width << 16 | height}, or {@link
   * PayloadCodec#UNKNOWN_SIZE}.
   */
  public int pictureSize() {
    return pictureSize;
  }

  /** What went through it; goes on in the stream that replaces it. */
  public StreamMeter meter() {
    return meter;
  }

  /** What came and what did not, for people. */
  public StreamStatistics measured() {
    CodecParameters codec =
        meter.payloadType() < 0 ? null : payloadTypes.parameters(meter.payloadType());
    long jitterNs = codec == null ? 0 : statistics.jitter() * NS_PER_SECOND / codec.clockRate();
    return meter.statistics(
        ssrc,
        codec == null ? null : codec.name(),
        statistics.cumulativeLost(),
        statistics.fractionLost() / FRACTION,
        jitterNs);
  }

  /** What came and what did not. */
  public ReceiveStatistics statistics() {
    return statistics;
  }
}
