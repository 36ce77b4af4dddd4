package io.weir.core.stream;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import java.lang.foreign.MemorySegment;

/** Turns retransmission packets into the packets that they repeat (RFC 4588 §4), in place. */
final class RtxUnwrapper {
  /** Length of OSN, the original sequence number at the start of the payload. */
  static final int OSN_LENGTH = 2;

  private static final int MARKER_BIT = 0x80;

  private RtxUnwrapper() {}

  /**
   * Restores sequence number, SSRC and payload type, and closes the gap that OSN leaves by moving
   * the header.
   *
   * @param packet parsed, with a payload of at least {@link #OSN_LENGTH} bytes
   */
  static void unwrap(Packet packet, int ssrc, int payloadType) {
    MemorySegment segment = packet.segment();
    int sequence = Bytes.u16(segment, packet.payloadOffset());
    Bytes.copy(segment, packet.offset, segment, packet.offset + OSN_LENGTH, packet.headerLength);
    packet.offset += OSN_LENGTH;
    packet.length -= OSN_LENGTH;
    packet.payloadLength -= OSN_LENGTH;
    packet.sequenceNumber = sequence;
    packet.ssrc = ssrc;
    packet.payloadType = payloadType;
    Bytes.putU8(segment, packet.offset + 1, packet.marker ? payloadType | MARKER_BIT : payloadType);
    Bytes.putU16(segment, packet.offset + 2, sequence);
    Bytes.putI32(segment, packet.offset + 8, ssrc);
  }
}
