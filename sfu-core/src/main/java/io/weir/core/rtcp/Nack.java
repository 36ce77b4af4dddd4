package io.weir.core.rtcp;

import io.weir.core.buffer.Bytes;

/** Lost packets that the generic NACK at which a reader stands asks for (RFC 4585 §6.2.1). */
public final class Nack {
  static final int ENTRY_LENGTH = 4;

  /** Sequence numbers that one entry can name: its PID and one for each bit of its BLP. */
  static final int SEQUENCES_PER_ENTRY = 17;

  private Nack() {}

  /** Visits all sequence numbers in the packet's order. */
  public static void forEachLost(RtcpReader reader, SequenceVisitor visitor) {
    long position = Feedback.informationOffset(reader);
    long end = position + Feedback.informationLength(reader);
    while (position + ENTRY_LENGTH <= end) {
      int packetId = Bytes.u16(reader.segment(), position);
      int bitmask = Bytes.u16(reader.segment(), position + 2);
      visitor.onSequence(packetId);
      while (bitmask != 0) {
        int bit = Integer.numberOfTrailingZeros(bitmask);
        visitor.onSequence((packetId + bit + 1) & 0xFFFF);
        bitmask &= bitmask - 1;
      }
      position += ENTRY_LENGTH;
    }
  }
}
