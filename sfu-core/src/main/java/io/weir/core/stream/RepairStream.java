package io.weir.core.stream;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import io.weir.core.codec.PayloadCodec;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.RtpParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.rtp.ExtensionWriter;
import io.weir.core.rtp.RtpHeaderWriter;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The RTX stream of a slot (RFC 4588), numbered apart from its media: packets that the subscriber
 * misses, read again from the history that they came from, and what fills probes. Worker thread
 * only; allocates nothing.
 */
final class RepairStream {
  /** The original sequence number that begins an RTX payload (RFC 4588 §4). */
  static final int ORIGINAL_SEQUENCE_LENGTH = 2;

  /** Probes repeat one of so many packets, which a receiver still remembers. */
  private static final int PROBED_PACKETS = 32;

  /** Smaller ones make poor probes. */
  private static final int MIN_PROBE_PAYLOAD = 300;

  /** What padding alone has room for (RFC 3550 §5.1: its length is one octet). */
  private static final int PADDING_LENGTH = 255;

  /** How long a packet is not resent again, however often it is asked for. */
  private static final long RESEND_PAUSE_NS = 20_000_000;

  /** Bindings that NACKs may still reach back to. */
  private static final int BINDINGS = 8;

  private static final @Nullable SendBinding[] NO_BINDINGS = {};
  private static final int NO_PAYLOAD_TYPE = -1;

  private final int ssrc;
  private final int paddingPayloadType;
  private final ExtensionWriter extensions;
  private final PacketCounters counters;
  private final StreamMeter meter;
  private final SentPackets sent;

  /** There from the first binding on: most slots of most viewers never have one. */
  private @Nullable SendBinding[] bindings = NO_BINDINGS;

  private int bindingNumber;
  private int nextSequence;
  private int preparedHeaderLength;

  /** The packet that was sent as a probe last, counted back from the newest. */
  private int probedBack;

  /** A stream that has sent nothing yet. */
  RepairStream(
      RtpParameters parameters,
      int firstSequence,
      ExtensionWriter extensions,
      PacketCounters counters,
      StreamMeter meter) {
    this.ssrc = (int) parameters.encodings().getFirst().rtxSsrc();
    this.paddingPayloadType = payloadType(parameters);
    this.extensions = extensions;
    this.counters = counters;
    this.meter = meter;
    this.sent = new SentPackets();
    this.nextSequence = firstSequence;
  }

  /** A stream that goes on where another ended, whose packets cannot be asked for any more. */
  RepairStream(RtpParameters parameters, ExtensionWriter extensions, RepairStream before) {
    this.ssrc = before.ssrc;
    this.paddingPayloadType = payloadType(parameters);
    this.extensions = extensions;
    this.counters = before.counters;
    this.meter = before.meter;
    this.sent = before.sent;
    this.nextSequence = before.nextSequence;
    this.bindingNumber = before.bindingNumber + BINDINGS;
  }

  /** Where the media stream notes what it sent. */
  SentPackets sent() {
    return sent;
  }

  /** Answers for packets of a binding, too; returns the number to note them with. */
  int add(SendBinding binding) {
    if (bindings.length == 0) {
      bindings = new SendBinding[BINDINGS];
    }
    bindingNumber++;
    bindings[bindingNumber % BINDINGS] = binding;
    return bindingNumber;
  }

  /** Whether a packet that was sent is still there to be sent again. */
  boolean remembers(long sequence) {
    SendBinding from = sent.contains(sequence) ? bindingOf(sequence) : null;
    return from != null && from.packet(sequence) != null;
  }

  /** Header length of the packet that was built last. */
  int preparedHeaderLength() {
    return preparedHeaderLength;
  }

  /**
   * Builds the retransmission of a packet that the subscriber misses, header and payload; its
   * padding is left out (RFC 4588 §4).
   *
   * @return the RTP packet's length, or 0 when there is none to send (counted)
   */
  int prepare(long sequence, MemorySegment out, long offset, long nowNs) {
    if (!sent.contains(sequence)) {
      counters.increment(PacketCounter.NACK_EXPIRED);
      return 0;
    }
    SendBinding from = bindingOf(sequence);
    Packet packet = from == null ? null : from.packet(sequence);
    int payloadType = from == null || packet == null ? NO_PAYLOAD_TYPE : payloadType(from, packet);
    if (from == null || packet == null || payloadType < 0) {
      counters.increment(PacketCounter.NACK_EXPIRED);
      return 0;
    }
    if (!sent.markResent(sequence, nowNs, RESEND_PAUSE_NS)) {
      counters.increment(PacketCounter.NACK_THROTTLED);
      return 0;
    }
    counters.increment(PacketCounter.SENT_RETRANSMISSIONS);
    meter.onRetransmission();
    return write(out, offset, sequence, payloadType, packet, from, nowNs);
  }

  /**
   * Builds a packet that only shows whether the link carries it: one of the last packets again, or
   * padding alone.
   *
   * @param highestSequence of what was sent
   * @param timestamp of padding
   * @param csrc likewise
   * @return the RTP packet's length, or 0 when the slot has no payload type for it
   */
  int prepareProbe(
      long highestSequence, int timestamp, int csrc, MemorySegment out, long offset, long nowNs) {
    for (int i = 0; i < PROBED_PACKETS; i++) {
      probedBack = (probedBack + 1) % PROBED_PACKETS;
      long sequence = highestSequence - probedBack;
      SendBinding from = sent.contains(sequence) ? bindingOf(sequence) : null;
      Packet packet = from == null ? null : from.packet(sequence);
      int payloadType =
          from == null || packet == null ? NO_PAYLOAD_TYPE : payloadType(from, packet);
      if (from != null
          && packet != null
          && payloadType >= 0
          && packet.payloadLength >= MIN_PROBE_PAYLOAD) {
        counters.increment(PacketCounter.SENT_PROBES);
        return write(out, offset, sequence, payloadType, packet, from, nowNs);
      }
    }
    return writePadding(timestamp, csrc, out, offset);
  }

  private int write(
      MemorySegment out,
      long offset,
      long sequence,
      int payloadType,
      Packet packet,
      SendBinding from,
      long nowNs) {
    int timestamp = sent.timestamp(sequence);
    int fixed =
        RtpHeaderWriter.writeFixed(
            out, offset, packet.marker, payloadType, nextSequence++, timestamp, ssrc, from.csrc());
    // The stream's first packet may come late in a call, and Firefox ignores an SSRC, though the
    // description names it, until a packet tells the MID.
    int length = extensions.write(out, offset + fixed, packet, from.extensions(), true, nowNs);
    finishHeader(out, offset, fixed, length);
    long original = offset + preparedHeaderLength;
    Bytes.putU16(out, original, (int) sequence);
    long payload = original + ORIGINAL_SEQUENCE_LENGTH;
    PayloadCodec codec = packet.pictureId < 0 ? null : from.routes().codec(packet.payloadType);
    if (codec == null
        || !SendBinding.renumber(
            codec,
            packet,
            from.pictureId(packet, codec.countsPictures()),
            from.tl0PicIdx(packet),
            out,
            payload)) {
      Bytes.copy(packet.segment(), packet.payloadOffset(), out, payload, packet.payloadLength);
    }
    return preparedHeaderLength + ORIGINAL_SEQUENCE_LENGTH + packet.payloadLength;
  }

  private int writePadding(int timestamp, int csrc, MemorySegment out, long offset) {
    if (paddingPayloadType == CodecParameters.NO_RTX) {
      return 0;
    }
    int fixed =
        RtpHeaderWriter.writeFixed(
            out, offset, false, paddingPayloadType, nextSequence++, timestamp, ssrc, csrc);
    finishHeader(out, offset, fixed, extensions.writeBare(out, offset + fixed));
    RtpHeaderWriter.setPaddingBit(out, offset);
    for (int i = 0; i < PADDING_LENGTH - 1; i++) {
      Bytes.putU8(out, offset + preparedHeaderLength + i, 0);
    }
    Bytes.putU8(out, offset + preparedHeaderLength + PADDING_LENGTH - 1, PADDING_LENGTH);
    counters.increment(PacketCounter.SENT_PROBES);
    return preparedHeaderLength + PADDING_LENGTH;
  }

  private void finishHeader(MemorySegment out, long offset, int fixed, int extensionLength) {
    if (extensionLength > 0) {
      RtpHeaderWriter.setExtensionBit(out, offset);
    }
    preparedHeaderLength = fixed + extensionLength;
  }

  private @Nullable SendBinding bindingOf(long sequence) {
    int ago = sent.bindingsAgo(sequence, bindingNumber);
    return ago < bindings.length ? bindings[(bindingNumber - ago) % BINDINGS] : null;
  }

  private static int payloadType(RtpParameters parameters) {
    for (CodecParameters codec : parameters.codecs()) {
      if (codec.hasRtx()) {
        return codec.rtxPayloadType();
      }
    }
    return CodecParameters.NO_RTX;
  }

  private static int payloadType(SendBinding from, Packet packet) {
    long route = from.routes().get(packet.payloadType);
    return route == PayloadRoutes.NO_ROUTE ? NO_PAYLOAD_TYPE : PayloadRoutes.rtxPayloadType(route);
  }
}
