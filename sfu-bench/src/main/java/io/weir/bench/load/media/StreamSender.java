package io.weir.bench.load.media;

import io.weir.bench.load.measure.JoinMilestones;
import io.weir.bench.load.measure.SentStream;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.rtcp.ReportBlock;
import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.sequence.NtpTime;

/**
 * One RTP stream that a client publishes: numbers, timestamps, reports. What its packets hold is
 * the subclasses' business. Media thread only.
 */
abstract sealed class StreamSender permits VideoSender, AudioSender {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final double FRACTION = 256;

  final ThreadContext context;
  final Association association;
  final TransportSequence transportSequence;
  final RtpParameters rtp;
  final CodecParameters codec;
  final int ssrc;
  final int source;
  final DescriptorBits descriptor = new DescriptorBits();
  private final MediaKind kind;
  private final String rid;
  private final PublishedHeader header;
  private final long timestampBase;

  private int sequence;
  private long packetNumber;
  private long packets;
  private long payloadBytes;
  private double reportedLoss;
  private long roundTripNs = JoinMilestones.NEVER;

  /**
   * A sender of one stream.
   *
   * @param identity what it is, whatever is negotiated
   * @param rtp what was negotiated for its m-line
   * @param codec what it is encoded with
   */
  StreamSender(
      StreamIdentity identity,
      Association association,
      TransportSequence transportSequence,
      RtpParameters rtp,
      CodecParameters codec) {
    context = identity.context();
    this.association = association;
    this.transportSequence = transportSequence;
    this.rtp = rtp;
    this.codec = codec;
    kind = rtp.kind();
    rid = identity.encoding().rid();
    ssrc = (int) identity.encoding().ssrc();
    source = identity.source();
    header = new PublishedHeader(rtp, rid, false);
    // From the seed, and small enough that nothing wraps around within the first minutes.
    sequence = (int) (identity.seed() & 0x3FFF);
    timestampBase = (identity.seed() >>> 16) & 0x3FFF_FFFF;
  }

  /** When {@link #handleTimeout} is due. */
  abstract long nextDeadlineNs();

  /** Sends what is due. */
  abstract void handleTimeout(long nowNs);

  /** Sends again what was lost. */
  abstract void onNack(int lostSequence, long nowNs);

  /** Makes the next frame a key frame. */
  abstract void onKeyFrameRequest(long nowNs);

  /** Whether it sends retransmissions with an SSRC. */
  abstract boolean repairsWith(int rtxSsrc);

  /** Goes on, or is silent. */
  abstract void setSending(boolean sending, long nowNs);

  /** Pictures so far. */
  abstract long frames();

  /** Of these, key frames. */
  abstract long keyFrames();

  /** Packets sent again. */
  abstract long retransmissions();

  /** Sequence numbers asked for. */
  abstract long nacks();

  /** PLIs and FIRs. */
  abstract long keyFrameRequests();

  final PublishedHeader header() {
    return header;
  }

  /** Sequence number of the next packet. */
  final int sequence() {
    return sequence;
  }

  /** Number of the next packet, for its marker. */
  final long packetNumber() {
    return packetNumber;
  }

  /** RTP timestamp of a moment. */
  final long timestamp(long epochNs) {
    long seconds = epochNs / NANOS_PER_SECOND;
    long rest = epochNs % NANOS_PER_SECOND;
    return (timestampBase
            + seconds * codec.clockRate()
            + rest * codec.clockRate() / NANOS_PER_SECOND)
        & 0xFFFF_FFFFL;
  }

  /** Counts a packet that was sent; the next one has other numbers. */
  final void countSent(int payloadLength) {
    sequence = (sequence + 1) & 0xFFFF;
    packetNumber++;
    packets++;
    payloadBytes += payloadLength;
  }

  /** Packets sent so far. */
  final long packets() {
    return packets;
  }

  /** Adds the sender report (RFC 3550 §6.4.1); false when there is no room. */
  final boolean writeReport(RtcpWriter writer, long nowNs) {
    long epochNs = nowNs + context.epochOffsetNs();
    return writer.senderReport(
        ssrc,
        NtpTime.fromNs(epochNs + NtpTime.UNIX_EPOCH_NS),
        timestamp(epochNs),
        packets,
        payloadBytes);
  }

  /** Reads what the server reports of this stream. */
  final void onReport(RtcpReader reader, int block, long nowNs) {
    reportedLoss = ReportBlock.fractionLost(reader, block) / FRACTION;
    long ntp = NtpTime.fromNs(nowNs + context.epochOffsetNs() + NtpTime.UNIX_EPOCH_NS);
    long measured =
        NtpTime.roundTripNs(
            NtpTime.compact(ntp),
            ReportBlock.lastSenderReport(reader, block),
            ReportBlock.delaySinceLastSenderReport(reader, block));
    if (measured >= 0) {
      roundTripNs = measured;
    }
  }

  /** Its figures. */
  final SentStream snapshot() {
    return new SentStream(
        rtp.mid(),
        rid,
        kind,
        Integer.toUnsignedLong(ssrc),
        codec.name(),
        Integer.toUnsignedLong(source),
        packets,
        payloadBytes,
        frames(),
        keyFrames(),
        retransmissions(),
        nacks(),
        keyFrameRequests(),
        reportedLoss,
        roundTripNs);
  }
}
