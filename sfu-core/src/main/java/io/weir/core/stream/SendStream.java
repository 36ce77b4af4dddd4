package io.weir.core.stream;

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
  /** Room that {@link #prepareRetransmission} needs. */
  public static final int MAX_PACKET =
      RtpHeaderWriter.FIXED_LENGTH
          + ExtensionWriter.MAX_LENGTH
          + RepairStream.ORIGINAL_SEQUENCE_LENGTH
          + Packet.CAPACITY;

  /** Returned by {@link #preparedTransportSequence} when the prepared packet carries none. */
  public static final long NO_TRANSPORT_SEQUENCE = -1;

  /** Packets of the stream's life that carry MID, until the receiver surely knows the SSRC. */
  private static final int PACKETS_WITH_MID = 100;

  private final int ssrc;
  private final boolean audio;
  private final ExtensionWriter extensions;
  private final PacketCounters counters;
  private final TimestampRewriter timestamps;

  /** Null where packets cannot be asked for again. */
  private final @Nullable RepairStream repairs;

  /** Its, at hand for every packet. */
  private final @Nullable SentPackets sent;

  private @Nullable SendBinding binding;

  /** The first of those that follow {@link #binding}, each with its first packet. */
  private @Nullable SendBinding pending;

  private int bindingNumber;
  private long highestSequence;

  /** The latest picture's numbers, or {@link SendBinding#NO_NUMBER}. */
  private int newestPicture = SendBinding.NO_NUMBER;

  private int newestTl0 = SendBinding.NO_NUMBER;

  private final StreamMeter meter;
  private int preparedPayloadSkip;
  private boolean preparedPayload;
  private long preparedTransportSequence = NO_TRANSPORT_SEQUENCE;

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
    this.audio = parameters.kind() == MediaKind.AUDIO;
    this.extensions = new ExtensionWriter(parameters, ntpOffsetNs);
    this.counters = counters;
    boolean retransmits =
        parameters.encodings().getFirst().rtxSsrc() != EncodingParameters.UNKNOWN_SSRC;
    int firstRepair = (int) (random >>> 48 & 0x7FFF);
    this.repairs =
        retransmits ? new RepairStream(parameters, firstRepair, extensions, counters, meter) : null;
    this.sent = repairs == null ? null : repairs.sent();
    int clockRate = parameters.codecs().getFirst().clockRate();
    this.timestamps = new TimestampRewriter(clockRate, audio, (int) random, nowNs);
    // 15 bits, so that a receiver has seen packets before the first wrap (RFC 3711 §3.3.1).
    this.highestSequence = 0x10000 | (random >>> 32 & 0x7FFF);
  }

  /**
   * A stream that goes on where another of the same SSRCs ended: SRTP must never see an index twice
   * (RFC 3711 §9.1), and receivers no jump.
   */
  public SendStream(RtpParameters parameters, SendStream before) {
    this.meter = before.meter;
    this.ssrc = before.ssrc;
    this.audio = before.audio;
    this.extensions = new ExtensionWriter(parameters, before.extensions);
    this.counters = before.counters;
    this.repairs =
        before.repairs == null ? null : new RepairStream(parameters, extensions, before.repairs);
    this.sent = before.sent;
    this.timestamps = before.timestamps;
    this.highestSequence = before.highestSequence;
    this.newestPicture = before.newestPicture;
    this.newestTl0 = before.newestTl0;
  }

  /**
   * Shows another track or encoding from the next packet on that is of it. Until then packets of
   * what was shown before may still be sent: they may wait for their turn.
   */
  public void bind(SendBinding following) {
    SendBinding before = null;
    SendBinding last = pending;
    while (last != null && last.isAwaited()) {
      before = last;
      last = last.following();
    }
    // One that no packet waits for is of no importance any more.
    if (before == null) {
      pending = following;
    } else {
      before.following(following);
    }
  }

  /** What waited was given up: of what was bound only the latest can still begin. */
  public void giveUpWaiting() {
    SendBinding last = pending;
    while (last != null && last.following() != null) {
      last = last.following();
    }
    pending = last;
    if (last != null) {
      last.awaitNothing();
    }
  }

  /**
   * The same, beginning with a certain packet or a later one.
   *
   * @param first its extended sequence number
   */
  public void bind(SendBinding following, long first) {
    following.beginAt(first);
    bind(following);
  }

  /**
   * The same, where packets up to one that the caller has come late and all at once.
   *
   * @param frames how many frames these are
   */
  public void catchUp(SendBinding following, long first, int frames, Packet newest) {
    following.catchUp(first, frames, newest);
    bind(following);
  }

  /** Shows nothing; packets sent so far can still be asked for. */
  public void unbind() {
    binding = null;
    pending = null;
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
    SendBinding now = bindingOf(packet);
    if (now == null) {
      return 0;
    }
    long route = now.routes().get(packet.payloadType);
    if (route == PayloadRoutes.NO_ROUTE) {
      counters.increment(PacketCounter.SLOT_CODEC);
      return 0;
    }
    preparedPayloadSkip = SendBinding.payloadSkip(packet, route);
    if (preparedPayloadSkip < 0) {
      counters.increment(PacketCounter.RED_MALFORMED);
      return 0;
    }
    timestamps.clockRate(PayloadRoutes.clockRate(route));
    boolean marker = packet.marker;
    if (now != binding) {
      begin(now, packet);
      marker |= audio; // A talk spurt begins (RFC 3551 §4.1).
    }
    long sequence = now.sequence(packet.extendedSequence);
    if (sequence == SendBinding.NONE) {
      counters.increment(PacketCounter.SLOT_TOO_OLD);
      return 0;
    }
    int timestamp = timestamps.rewrite((int) packet.timestamp, packet.captureNs);
    boolean newest = sequence > highestSequence;
    if (newest) {
      highestSequence = sequence;
    }
    if (sent != null) {
      sent.record(sequence, timestamp, bindingNumber);
    }
    int payloadType = PayloadRoutes.payloadType(route);
    meter.onPacket(payloadType, packet.payloadLength - preparedPayloadSkip);
    if (!audio) {
      measureVideo(packet);
    }
    int headerLength =
        writeHeader(out, offset, marker, payloadType, sequence, timestamp, packet, now, nowNs);
    if (packet.padding > 0) {
      RtpHeaderWriter.setPaddingBit(out, offset);
    }
    preparedPayload =
        packet.pictureId >= 0 && renumber(packet, now, newest, out, offset + headerLength);
    return headerLength;
  }

  /**
   * Leaves a packet out for good that is of what is shown: the numbers of those that follow close
   * up. Where they cannot any more, an empty packet takes its number, for which subscribers would
   * ask otherwise. Should that be lost, it is not sent again: it is of no use, and few they are.
   *
   * @return the length of the empty packet, or 0 when there is nothing to send
   */
  public int leaveOut(Packet packet, MemorySegment out, long offset, long nowNs) {
    SendBinding now = bindingOf(packet);
    if (now == null || now.leaveOut(packet, highestSequence) || now != binding) {
      return 0;
    }
    long route = now.routes().get(packet.payloadType);
    long sequence = now.sequence(packet.extendedSequence);
    if (route == PayloadRoutes.NO_ROUTE || sequence == SendBinding.NONE) {
      return 0;
    }
    highestSequence = Math.max(highestSequence, sequence);
    int timestamp = timestamps.rewrite((int) packet.timestamp, packet.captureNs);
    int payloadType = PayloadRoutes.payloadType(route);
    meter.onPacket(payloadType, 0);
    return writeHeader(out, offset, false, payloadType, sequence, timestamp, packet, now, nowNs);
  }

  /**
   * What a packet is sent with however late, whatever is bound meanwhile: as long as the history of
   * that has it, {@link #find} does. Null where there is none, and the packet cannot wait.
   */
  public @Nullable SendBinding keeperOf(Packet packet) {
    SendBinding from = bindingOf(packet.encoding, packet.extendedSequence);
    return from == null || from.history() == null ? null : from;
  }

  /**
   * Whether a packet may wait that is not older than this one and of the same encoding: it would be
   * sent again by what is bound from this one on, and before its turn.
   */
  public boolean awaits(Packet first) {
    SendBinding now = binding;
    boolean found = now != null && now.awaits(first.encoding, first.extendedSequence);
    for (SendBinding later = pending; later != null; later = later.following()) {
      found |= later.awaits(first.encoding, first.extendedSequence);
    }
    return found;
  }

  /** A packet of what is shown, by encoding and extended sequence number; null when it is gone. */
  public @Nullable Packet find(int encoding, long sequence) {
    SendBinding from = bindingOf(encoding, sequence);
    PacketHistory history = from == null ? null : from.history();
    return history == null ? null : history.get(sequence);
  }

  /** What a packet is sent or left out with; null when it is of nothing that is shown. */
  private @Nullable SendBinding bindingOf(Packet packet) {
    SendBinding from = bindingOf(packet.encoding, packet.extendedSequence);
    if (from == null && binding != null) {
      counters.increment(PacketCounter.SLOT_TOO_OLD);
    }
    return from;
  }

  /** The latest binding that takes a packet. */
  private @Nullable SendBinding bindingOf(int encoding, long sequence) {
    SendBinding now = binding;
    SendBinding from = now != null && now.takes(encoding, sequence) ? now : null;
    for (SendBinding later = pending; later != null; later = later.following()) {
      from = later.takes(encoding, sequence) ? later : from;
    }
    return from;
  }

  private void begin(SendBinding following, Packet first) {
    pending = following.following();
    following.following(null);
    binding = following;
    bindingNumber = repairs == null ? 0 : repairs.add(following);
    following.place(first, highestSequence);
    SendBinding.Backlog backlog = following.backlog();
    if (backlog == null) {
      timestamps.rebind();
    } else {
      timestamps.catchUp(backlog.frames(), backlog.newestTimestamp(), backlog.newestCaptureNs());
    }
  }

  /**
   * Numbers the packet's picture as the slot does.
   *
   * @return whether that changes its payload, whose copy then stands in {@code out}
   */
  private boolean renumber(
      Packet packet, SendBinding from, boolean newest, MemorySegment out, long offset) {
    PayloadCodec codec = from.routes().codec(packet.payloadType);
    if (codec == null) {
      return false;
    }
    if (!from.hasPictures()) {
      from.placePictures(packet, newestPicture, newestTl0);
    }
    int picture = from.pictureId(packet, codec.countsPictures());
    int tl0 = from.tl0PicIdx(packet);
    // An empty packet may have overtaken the newest picture, see leaveOut.
    if (newest || SendBinding.isLater(picture, newestPicture)) {
      newestPicture = picture;
      newestTl0 = tl0;
    }
    return SendBinding.renumber(codec, packet, picture, tl0, out, offset);
  }

  /**
   * Bytes at the beginning of the payload that do not belong to the packet that {@link #prepare}
   * prepared last: the redundancy that this subscriber did not negotiate.
   */
  public int preparedPayloadSkip() {
    return preparedPayloadSkip;
  }

  /** Whether {@link #prepare} wrote payload and padding, too, because they had to be changed. */
  public boolean hasPreparedPayload() {
    return preparedPayload;
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
    if (repairs == null) {
      counters.increment(PacketCounter.NACK_EXPIRED);
      return 0;
    }
    int length = repairs.prepare(extended(sequenceNumber), out, offset, nowNs);
    noteTransportSequence(offset);
    return length;
  }

  /**
   * Builds a packet that only shows whether the link carries it: one of the last packets again as
   * RTX, or padding alone on the RTX SSRC (RFC 4588 §4 numbers it apart from media).
   *
   * @return the RTP packet's length, or 0 when the slot has no RTX
   */
  public int prepareProbe(MemorySegment out, long offset, long nowNs) {
    if (repairs == null) {
      return 0;
    }
    int csrc = binding == null ? 0 : binding.csrc();
    int timestamp = timestamps.lineAt(nowNs);
    int length = repairs.prepareProbe(highestSequence, timestamp, csrc, out, offset, nowNs);
    noteTransportSequence(offset);
    return length;
  }

  /**
   * Where in {@code out} the transport-wide number of the packet that was prepared last belongs, or
   * {@link #NO_TRANSPORT_SEQUENCE}.
   */
  public long preparedTransportSequence() {
    return preparedTransportSequence;
  }

  private void noteTransportSequence(long offset) {
    int at = extensions.transportSequenceAt();
    preparedTransportSequence =
        at == ExtensionWriter.NONE
            ? NO_TRANSPORT_SEQUENCE
            : offset + RtpHeaderWriter.FIXED_LENGTH + at;
  }

  /** Whether a packet that was sent is still there to be sent again. */
  public boolean remembers(int sequenceNumber) {
    return repairs != null && repairs.remembers(extended(sequenceNumber));
  }

  /** The number of a packet sent not long ago, without wrap-around. */
  private long extended(int sequenceNumber) {
    return highestSequence + (short) (sequenceNumber - (int) highestSequence);
  }

  /** Header length of the packet that {@link #prepareRetransmission} built last. */
  public int preparedRetransmissionHeaderLength() {
    return repairs == null ? 0 : repairs.preparedHeaderLength();
  }

  private int writeHeader(
      MemorySegment out,
      long offset,
      boolean marker,
      int payloadType,
      long sequence,
      int timestamp,
      Packet packet,
      SendBinding from,
      long nowNs) {
    int fixed =
        RtpHeaderWriter.writeFixed(
            out, offset, marker, payloadType, (int) sequence, timestamp, ssrc, from.csrc());
    boolean withMid = meter.packets() <= PACKETS_WITH_MID;
    int length = extensions.write(out, offset + fixed, packet, from.extensions(), withMid, nowNs);
    noteTransportSequence(offset);
    if (length > 0) {
      RtpHeaderWriter.setExtensionBit(out, offset);
    }
    return fixed + length;
  }
}
