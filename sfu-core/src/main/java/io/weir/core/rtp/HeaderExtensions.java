package io.weir.core.rtp;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import java.lang.foreign.MemorySegment;

/** Finds header extension elements (RFC 8285) in a packet that was parsed. Any thread. */
public final class HeaderExtensions {
  /** Returned when the packet has no such element. */
  public static final int NOT_FOUND = -1;

  /** RFC 8285 §4.2. */
  static final int ONE_BYTE_PROFILE = 0xBEDE;

  /** RFC 8285 §4.3; the low four bits belong to the application. */
  static final int TWO_BYTE_PROFILE = 0x1000;

  /** RFC 8285 §4.2: this id ends the processing of one-byte elements. */
  private static final int STOP_ID = 15;

  /** An element is {@code offset << 16 | id << 8 | length}: elements cost no objects. */
  private static final int LENGTH_BITS = 8;

  private static final int ID_BITS = 8;
  private static final int LENGTH_MASK = 0xFF;

  private HeaderExtensions() {}

  static boolean isTwoByteProfile(int profile) {
    return (profile & 0xFFF0) == TWO_BYTE_PROFILE;
  }

  /**
   * Finds the first element with an id.
   *
   * @param id the negotiated id; 0 stands for an extension that was not negotiated
   * @return the element, see {@link #offset} and {@link #length}; or {@link #NOT_FOUND}
   */
  public static long find(Packet packet, int id) {
    if (id <= 0) {
      return NOT_FOUND;
    }
    long element = first(packet);
    while (element != NOT_FOUND && id(element) != id) {
      element = next(packet, element);
    }
    return element;
  }

  /** The first element of a packet, or {@link #NOT_FOUND}. */
  static long first(Packet packet) {
    return at(packet, packet.offset + packet.extensionOffset);
  }

  /** The element after another of the same packet, or {@link #NOT_FOUND}. */
  static long next(Packet packet, long element) {
    return at(packet, offset(element) + length(element));
  }

  /** Id of an element, 1 to 255. */
  static int id(long element) {
    return (int) (element >>> LENGTH_BITS) & 0xFF;
  }

  /** Absolute offset of an element's value. */
  public static long offset(long element) {
    return element >>> (ID_BITS + LENGTH_BITS);
  }

  /** Length in bytes of an element's value, 0 to 255. */
  public static int length(long element) {
    return (int) element & LENGTH_MASK;
  }

  /** Audio level in -dBov (RFC 6464), 0 to 127, or {@link #NOT_FOUND}. */
  public static int audioLevel(Packet packet, int id) {
    long found = find(packet, id);
    if (found == NOT_FOUND || length(found) == 0) {
      return NOT_FOUND;
    }
    return Bytes.u8(packet.segment(), offset(found)) & 0x7F;
  }

  /**
   * Transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01 §2), 0 to
   * 65535, or {@link #NOT_FOUND}.
   */
  public static int transportSequence(Packet packet, int id) {
    long found = find(packet, id);
    if (found == NOT_FOUND || length(found) < Short.BYTES) {
      return NOT_FOUND;
    }
    return Bytes.u16(packet.segment(), offset(found));
  }

  /** Whether the packet has an element whose value is exactly {@code expected}. */
  public static boolean valueEquals(Packet packet, int id, byte[] expected) {
    long found = find(packet, id);
    if (found == NOT_FOUND || length(found) != expected.length) {
      return false;
    }
    long offset = offset(found);
    for (int i = 0; i < expected.length; i++) {
      if (Bytes.u8(packet.segment(), offset + i) != (expected[i] & 0xFF)) {
        return false;
      }
    }
    return true;
  }

  private static long at(Packet packet, long position) {
    if (packet.extensionLength == 0) {
      return NOT_FOUND;
    }
    long end = packet.offset + packet.extensionOffset + packet.extensionLength;
    return packet.extensionTwoByte
        ? twoByteAt(packet.segment(), position, end)
        : oneByteAt(packet.segment(), position, end);
  }

  private static long oneByteAt(MemorySegment segment, long start, long end) {
    long position = start;
    while (position < end) {
      int header = Bytes.u8(segment, position);
      position++;
      if (header == 0) {
        continue; // padding
      }
      int id = header >>> 4;
      int length = (header & 0x0F) + 1;
      boolean valid = id != 0 && id != STOP_ID && position + length <= end;
      return valid ? element(position, id, length) : NOT_FOUND;
    }
    return NOT_FOUND;
  }

  private static long twoByteAt(MemorySegment segment, long start, long end) {
    long position = start;
    while (position + 1 < end) {
      int id = Bytes.u8(segment, position);
      if (id == 0) {
        position++; // padding
        continue;
      }
      int length = Bytes.u8(segment, position + 1);
      position += 2;
      return position + length <= end ? element(position, id, length) : NOT_FOUND;
    }
    return NOT_FOUND;
  }

  private static long element(long offset, int id, int length) {
    return (offset << ID_BITS | id) << LENGTH_BITS | length;
  }
}
