package io.weir.core.rtp;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import java.lang.foreign.MemorySegment;

/** Reads RTP headers (RFC 3550 §5.1) into the fields of their packets. Any thread. */
public final class RtpParser {
  /** Length of the header without CSRCs and extensions. */
  public static final int FIXED_HEADER_LENGTH = 12;

  private static final int VERSION = 2;
  private static final int PADDING_BIT = 0x20;
  private static final int EXTENSION_BIT = 0x10;
  private static final int CSRC_COUNT_MASK = 0x0F;
  private static final int CSRC_LENGTH = 4;
  private static final int MARKER_BIT = 0x80;
  private static final int EXTENSION_HEADER_LENGTH = 4;

  private RtpParser() {}

  /**
   * Fills the RTP fields of a packet whose offset and length are set.
   *
   * @return false when the bytes are not RTP that its length allows; the fields are then undefined
   */
  public static boolean parse(Packet packet) {
    if (packet.length < FIXED_HEADER_LENGTH) {
      return false;
    }
    MemorySegment segment = packet.segment();
    long offset = packet.offset;
    int first = Bytes.u8(segment, offset);
    if (first >>> 6 != VERSION) {
      return false;
    }
    int second = Bytes.u8(segment, offset + 1);
    packet.marker = (second & MARKER_BIT) != 0;
    packet.payloadType = second & ~MARKER_BIT;
    packet.sequenceNumber = Bytes.u16(segment, offset + 2);
    packet.timestamp = Bytes.u32(segment, offset + 4);
    packet.ssrc = Bytes.i32(segment, offset + 8);
    packet.headerLength = FIXED_HEADER_LENGTH + CSRC_LENGTH * (first & CSRC_COUNT_MASK);
    packet.extensionOffset = 0;
    packet.extensionLength = 0;
    if ((first & EXTENSION_BIT) != 0 && !parseExtensionHeader(packet)) {
      return false;
    }
    int rest = packet.length - packet.headerLength;
    if (rest < 0) {
      return false;
    }
    packet.payloadLength = rest;
    return (first & PADDING_BIT) == 0 || removePadding(packet);
  }

  /** RFC 3550 §5.3.1, with the profiles of RFC 8285; elements of other profiles are skipped. */
  private static boolean parseExtensionHeader(Packet packet) {
    int elements = packet.headerLength + EXTENSION_HEADER_LENGTH;
    if (elements > packet.length) {
      return false;
    }
    long header = packet.offset + packet.headerLength;
    int profile = Bytes.u16(packet.segment(), header);
    int length = Bytes.u16(packet.segment(), header + 2) * Integer.BYTES;
    packet.headerLength = elements + length;
    packet.extensionTwoByte = HeaderExtensions.isTwoByteProfile(profile);
    if (packet.extensionTwoByte || profile == HeaderExtensions.ONE_BYTE_PROFILE) {
      packet.extensionOffset = elements;
      packet.extensionLength = length;
    }
    return true;
  }

  /** RFC 3550 §5.1: the last octet counts the padding, itself included. */
  private static boolean removePadding(Packet packet) {
    if (packet.payloadLength == 0) {
      return false;
    }
    int padding = Bytes.u8(packet.segment(), packet.offset + packet.length - 1);
    packet.payloadLength -= padding;
    return padding > 0 && packet.payloadLength >= 0;
  }
}
