package io.weir.core.stream;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import io.weir.core.codec.PayloadCodec;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.rtp.ExtensionWriter;
import io.weir.core.rtp.RtpHeaderWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The one RTP stream of a slot: whatever track is bound to it, the subscriber sees one SSRC with
 * continuous sequence numbers and timestamps that never go back. Worker thread only; allocates only
 * when bound.
 */
public final class SendStream {
  /** The original sequence number that begins an RTX payload (RFC 4588 §4). */
  private static final int ORIGINAL_SEQUENCE_LENGTH = 2;

  /** Room that {@link #prepareRetransmission} needs. */
  public static final int MAX_PACKET =
      RtpHeaderWriter.FIXED_LENGTH
          + ExtensionWriter.MAX_LENGTH
          + ORIGINAL_SEQUENCE_LENGTH
          + Packet.CAPACITY;

  /** How long a packet is not resent again, however often it is asked for. */
  private static final long RESEND_PAUSE_NS = 20_000_000;

  /** Bindings that NACKs may still reach back to. */
  private static final int BINDINGS = 8;

  /** Packets of the stream's life that carry MID, until the receiver surely knows the SSRC. */
  private static final int PACKETS_WITH_MID = 100;

  private final int ssrc;
  private final int rtxSsrc;
  private final boolean audio;
  private final ExtensionWriter extensions;
  private final PacketCounters counters;
  private final TimestampRewriter timestamps;

  private final @Nullable SentPackets sent;
  private final @Nullable SendBinding[] bindings = new SendBinding[BINDINGS];
  private @Nullable SendBinding binding;
  private int bindingNumber;
  private boolean fresh;
  private long sequenceDelta;

  /** By binding, what to add to the source's sequence numbers. */
  private final long[] sequenceDeltas = new long[BINDINGS];

  private long firstSource;
  private long highestSequence;
  private int rtxSequence;

  private final StreamMeter meter;
  private int preparedPayloadSkip;
  private int preparedRtxHeaderLength;

  /**
   * A stream for one slot.
   *
   * @param parameters what was negotiated; exactly one encoding with both SSRCs known
   * @param random bits for the first sequence numbers and timestamp (RFC 3550 §5.1)
   * @param ntpOffsetNs what to add to the worker's clock to get ns since the NTP epoch
   */
  public SendStream(
      RtpParameters parameters,
      PacketCounters counters,
      long random,
      long ntpOffsetNs,
      long nowNs) {
    this.meter = new StreamMeter();
    this.ssrc = (int) parameters.encodings().getFirst().ssrc();
    this.rtxSsrc = (int) parameters.encodings().getFirst().rtxSsrc();
    this.audio = parameters.kind() == MediaKind.AUDIO;
    this.extensions = new ExtensionWriter(parameters, ntpOffsetNs);
    this.counters = counters;
    boolean retransmits =
        parameters.encodings().getFirst().rtxSsrc() != EncodingParameters.UNKNOWN_SSRC;
    this.sent = retransmits ? new SentPackets() : null;
    int clockRate = parameters.codecs().getFirst().clockRate();
    this.timestamps = new TimestampRewriter(clockRate, audio, (int) random, nowNs);
    // 15 bits, so that a receiver has seen packets before the first wrap (RFC 3711 §3.3.1).
    this.highestSequence = 0x10000 | (random >>> 32 & 0x7FFF);
    this.rtxSequence = (int) (random >>> 48 & 0x7FFF);
  }

  /**
   * A stream that goes on where another of the same SSRCs ended: SRTP must never see an index twice
   * (RFC 3711 §9.1), and receivers no jump.
   */
  public SendStream(RtpParameters parameters, SendStream before) {
    this.meter = before.meter;
    this.ssrc = before.ssrc;
    this.rtxSsrc = before.rtxSsrc;
    this.audio = before.audio;
    this.extensions = new ExtensionWriter(parameters, before.extensions);
    this.counters = before.counters;
    this.sent = before.sent;
    this.timestamps = before.timestamps;
    this.highestSequence = before.highestSequence;
    this.rtxSequence = before.rtxSequence;
    this.bindingNumber = before.bindingNumber + BINDINGS;
  }

  /** Shows another track from its next packet on. */
  public void bind(SendBinding next) {
    binding = next;
    bindingNumber++;
    bindings[bindingNumber % BINDINGS] = next;
    fresh = true;
    timestamps.rebind();
  }

  /** Shows nothing; packets sent so far can still be asked for. */
  public void unbind() {
    binding = null;
  }

  /** The slot's media SSRC. */
  public int ssrc() {
    return ssrc;
  }

  /** What went through it; goes on in the stream that replaces it. */
  public StreamMeter meter() {
    return meter;
  }

  /** Packets sent, retransmissions aside; for sender reports. */
  public long packetCount() {
    return meter.packets();
  }

  /** Payload octets sent, retransmissions aside; for sender reports. */
  public long octetCount() {
    return meter.bytes();
  }

  /** The timestamp that belongs to a moment; for sender reports. */
  public int timestampAt(long nowNs) {
    return timestamps.lineAt(nowNs);
  }

  /**
   * Writes the header with which a packet leaves in this slot; its payload and padding follow,
   * without the first {@link #preparedPayloadSkip} bytes and otherwise unchanged.
   *
   * @return the header's length, or 0 when the packet is not for this slot (counted)
   */
  public int prepare(Packet packet, MemorySegment out, long offset, long nowNs) {
    SendBinding now = binding;
    if (now == null) {
      return 0;
    }
    long route = now.routes().get(packet.payloadType);
    if (route == PayloadRoutes.NO_ROUTE) {
      counters.increment(PacketCounter.SLOT_CODEC);
      return 0;
    }
    int payloadType = PayloadRoutes.payloadType(route);
    preparedPayloadSkip = SendBinding.payloadSkip(packet, route);
    if (preparedPayloadSkip < 0) {
      counters.increment(PacketCounter.RED_MALFORMED);
      return 0;
    }
    timestamps.clockRate(PayloadRoutes.clockRate(route));
    boolean marker = packet.marker;
    if (fresh) {
      fresh = false;
      firstSource = packet.extendedSequence;
      sequenceDelta = highestSequence + 1 - firstSource;
      sequenceDeltas[bindingNumber % BINDINGS] = sequenceDelta;
      marker |= audio; // A talk spurt begins (RFC 3551 §4.1).
    } else if (packet.extendedSequence < firstSource) {
      counters.increment(PacketCounter.SLOT_TOO_OLD);
      return 0;
    }
    long sequence = packet.extendedSequence + sequenceDelta;
    int timestamp = timestamps.rewrite((int) packet.timestamp, packet.captureNs);
    if (sequence > highestSequence) {
      highestSequence = sequence;
    }
    if (sent != null) {
      sent.record(sequence, timestamp, bindingNumber);
    }
    meter.onPacket(payloadType, packet.payloadLength - preparedPayloadSkip);
    if (!audio) {
      measureVideo(packet);
    }
    int fixed =
        RtpHeaderWriter.writeFixed(
            out, offset, marker, payloadType, (int) sequence, timestamp, ssrc, now.csrc());
    if (packet.padding > 0) {
      RtpHeaderWriter.setPaddingBit(out, offset);
    }
    return addExtensions(out, offset, fixed, packet, now, nowNs);
  }

  /**
   * Bytes at the beginning of the payload that do not belong to the packet that {@link #prepare}
   * prepared last: the redundancy that this subscriber did not negotiate.
   */
  public int preparedPayloadSkip() {
    return preparedPayloadSkip;
  }

  private void measureVideo(Packet packet) {
    if (packet.marker) {
      meter.onFrame();
    }
    if (packet.keyFrame) {
      meter.onKeyFrame(packet.timestamp, PayloadCodec.UNKNOWN_SIZE);
    }
  }

  /**
   * Builds the retransmission of a packet that the subscriber misses, header and payload; its
   * padding is left out (RFC 4588 §4).
   *
   * @param sequenceNumber the missing one, 0 to 65535
   * @return the RTP packet's length, or 0 when there is none to send (counted)
   */
  public int prepareRetransmission(int sequenceNumber, MemorySegment out, long offset, long nowNs) {
    long sequence = highestSequence + (short) (sequenceNumber - (int) highestSequence);
    SentPackets memory = sent;
    if (memory == null || !memory.contains(sequence)) {
      counters.increment(PacketCounter.NACK_EXPIRED);
      return 0;
    }
    int bindingsAgo = memory.bindingsAgo(sequence, bindingNumber);
    SendBinding from = bindingOf(bindingsAgo);
    PacketHistory history = from == null ? null : from.history();
    Packet packet = history == null ? null : history.get(sequence - sequenceDelta(bindingsAgo));
    int payloadType = from == null || packet == null ? -1 : rtxPayloadType(from, packet);
    if (from == null || packet == null || payloadType < 0) {
      counters.increment(PacketCounter.NACK_EXPIRED);
      return 0;
    }
    if (!memory.markResent(sequence, nowNs, RESEND_PAUSE_NS)) {
      counters.increment(PacketCounter.NACK_THROTTLED);
      return 0;
    }
    int fixed =
        RtpHeaderWriter.writeFixed(
            out,
            offset,
            packet.marker,
            payloadType,
            rtxSequence++,
            memory.timestamp(sequence),
            rtxSsrc,
            from.csrc());
    int headerLength = addExtensions(out, offset, fixed, packet, from, nowNs);
    preparedRtxHeaderLength = headerLength;
    Bytes.putU16(out, offset + headerLength, (int) sequence);
    Bytes.copy(
        packet.segment(),
        packet.payloadOffset(),
        out,
        offset + headerLength + ORIGINAL_SEQUENCE_LENGTH,
        packet.payloadLength);
    counters.increment(PacketCounter.SENT_RETRANSMISSIONS);
    meter.onRetransmission();
    return headerLength + ORIGINAL_SEQUENCE_LENGTH + packet.payloadLength;
  }

  /** Header length of the packet that {@link #prepareRetransmission} built last. */
  public int preparedRetransmissionHeaderLength() {
    return preparedRtxHeaderLength;
  }

  private @Nullable SendBinding bindingOf(int bindingsAgo) {
    return bindingsAgo < BINDINGS ? bindings[(bindingNumber - bindingsAgo) % BINDINGS] : null;
  }

  private long sequenceDelta(int bindingsAgo) {
    return sequenceDeltas[(bindingNumber - bindingsAgo) % BINDINGS];
  }

  private static int rtxPayloadType(SendBinding from, Packet packet) {
    long route = from.routes().get(packet.payloadType);
    return route == PayloadRoutes.NO_ROUTE ? -1 : PayloadRoutes.rtxPayloadType(route);
  }

  private int addExtensions(
      MemorySegment out, long offset, int fixed, Packet packet, SendBinding from, long nowNs) {
    boolean withMid = meter.packets() <= PACKETS_WITH_MID;
    int length = extensions.write(out, offset + fixed, packet, from.extensions(), withMid, nowNs);
    if (length > 0) {
      RtpHeaderWriter.setExtensionBit(out, offset);
    }
    return fixed + length;
  }
}
