package io.weir.core.rtp;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.RtpParameters;
import io.weir.core.sequence.NtpTime;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Writes the header extensions (RFC 8285) of one slot's packets: the server's own, and what an
 * {@link ExtensionRelay} passes on of the track's. Worker thread only; allocates nothing.
 *
 * <p>The one-byte form is used while every element fits into it. Elements that do not fit, and ids
 * above 14, take the two-byte form where the subscriber lets both forms mix; elsewhere they are
 * left out.
 */
public final class ExtensionWriter {
  /** Longest block that is written, its own header included. */
  public static final int MAX_LENGTH = 384;

  private static final int BLOCK_HEADER_LENGTH = 4;

  /** RFC 8285 §4.2: one-byte elements have 1 to 16 bytes. */
  private static final int MAX_ONE_BYTE_LENGTH = 16;

  /** Returned by {@link #transportSequenceAt} when there is none. */
  public static final int NONE = -1;

  private static final int TWO_BYTE_NEEDED = -1;

  /** A capture timestamp alone, and with the estimated clock offset. */
  private static final int CAPTURE_TIME_LENGTH = 8;

  private static final int CAPTURE_TIME_AND_OFFSET_LENGTH = 16;

  private final byte[] mid;
  private final int midId;
  private final int transportId;
  private final int sendTimeId;
  private final int mixerLevelId;
  private final boolean mixed;
  private final boolean highIds;
  private final long ntpOffsetNs;
  private int newestFrame;
  private int transportSequenceAt = NONE;

  /**
   * A writer for what was negotiated of a slot.
   *
   * @param ntpOffsetNs what to add to the worker's clock to get ns since the NTP epoch
   */
  public ExtensionWriter(RtpParameters slot, long ntpOffsetNs) {
    this.mid = slot.mid().getBytes(StandardCharsets.US_ASCII);
    this.midId = slot.extensionId(HeaderExtensionId.MID);
    this.transportId = slot.extensionId(HeaderExtensionId.TRANSPORT_CC);
    this.sendTimeId = slot.extensionId(HeaderExtensionId.ABS_SEND_TIME);
    this.mixerLevelId = slot.extensionId(HeaderExtensionId.MIXER_AUDIO_LEVEL);
    this.mixed = slot.mixedExtensions();
    this.highIds = slot.hasHighExtensionId();
    this.ntpOffsetNs = ntpOffsetNs;
  }

  /** A writer that goes on numbering frames where another of the same slot ended. */
  public ExtensionWriter(RtpParameters slot, ExtensionWriter before) {
    this(slot, before.ntpOffsetNs);
    newestFrame = before.newestFrame;
  }

  /** Where the transport-wide number belongs in every block that was written, or {@link #NONE}. */
  public int transportSequenceAt() {
    return transportSequenceAt;
  }

  /**
   * Writes the block of a packet that has no source: its number and the m-line it belongs to.
   *
   * @return the block's length; 0 when there is nothing to write
   */
  public int writeBare(MemorySegment out, long offset) {
    return finish(out, offset, putOwn(out, offset, true, highIds), highIds);
  }

  /**
   * Writes the block that belongs between a packet's CSRCs and its payload.
   *
   * @param packet the track's packet
   * @param relay of the binding that sends it
   * @param withMid whether the receiver may not know yet which m-line the SSRC belongs to
   * @return the block's length; 0 when there is nothing to write
   */
  public int write(
      MemorySegment out,
      long offset,
      Packet packet,
      ExtensionRelay relay,
      boolean withMid,
      long nowNs) {
    int length = TWO_BYTE_NEEDED;
    if (!highIds) {
      length = write(out, offset, packet, relay, withMid, nowNs, false);
    }
    return length == TWO_BYTE_NEEDED
        ? write(out, offset, packet, relay, withMid, nowNs, true)
        : length;
  }

  private int write(
      MemorySegment out,
      long offset,
      Packet packet,
      ExtensionRelay relay,
      boolean withMid,
      long nowNs,
      boolean twoByte) {
    long position = putOwn(out, offset, withMid, twoByte);
    if (sendTimeId != 0) {
      position = putHeader(out, position, sendTimeId, 3, twoByte);
      Bytes.putU24(out, position, sendTime(nowNs));
      position += 3;
    }
    if (mixerLevelId != 0 && packet.audioLevel >= 0) {
      // RFC 6465 §3: one octet per CSRC, and there is one.
      position = putHeader(out, position, mixerLevelId, 1, twoByte);
      Bytes.putU8(out, position++, packet.audioLevel);
    }
    if (!relay.isEmpty() && packet.extensionLength > 0) {
      position = relay(out, position, offset + MAX_LENGTH, packet, relay, twoByte);
      if (position == TWO_BYTE_NEEDED) {
        return TWO_BYTE_NEEDED;
      }
    }
    return finish(out, offset, position, twoByte);
  }

  /** Starts a block with what every packet may need; returns the position after it. */
  private long putOwn(MemorySegment out, long offset, boolean withMid, boolean twoByte) {
    long position = offset + BLOCK_HEADER_LENGTH;
    if (transportId != 0) {
      position = putHeader(out, position, transportId, 2, twoByte);
      Bytes.putU16(out, position, 0); // Numbered at the moment of sending.
      transportSequenceAt = (int) (position - offset);
      position += 2;
    }
    if (withMid && midId != 0) {
      position = putHeader(out, position, midId, mid.length, twoByte);
      for (byte octet : mid) {
        Bytes.putU8(out, position++, octet);
      }
    }
    return position;
  }

  /** Pads a block and writes its header; returns its length, 0 when nothing is in it. */
  private static int finish(MemorySegment out, long offset, long end, boolean twoByte) {
    long start = offset + BLOCK_HEADER_LENGTH;
    if (end == start) {
      return 0;
    }
    long position = end;
    while ((position - start) % Integer.BYTES != 0) {
      Bytes.putU8(out, position++, 0);
    }
    Bytes.putU16(
        out,
        offset,
        twoByte ? HeaderExtensions.TWO_BYTE_PROFILE : HeaderExtensions.ONE_BYTE_PROFILE);
    Bytes.putU16(out, offset + 2, (int) (position - start) / Integer.BYTES);
    return (int) (position - offset);
  }

  /** Copies what is passed on; returns the new position, or {@link #TWO_BYTE_NEEDED}. */
  private long relay(
      MemorySegment out,
      long start,
      long limit,
      Packet packet,
      ExtensionRelay relay,
      boolean twoByte) {
    long position = start;
    long element = HeaderExtensions.first(packet);
    while (element != HeaderExtensions.NOT_FOUND) {
      int id = HeaderExtensions.id(element);
      int targetId = relay.targetId(id);
      int length = HeaderExtensions.length(element);
      boolean fits = twoByte || (length > 0 && length <= MAX_ONE_BYTE_LENGTH);
      if (targetId != 0 && !fits && mixed) {
        return TWO_BYTE_NEEDED;
      }
      if (targetId != 0 && fits && position + room(id, length, relay, twoByte) <= limit) {
        position = copy(out, position, packet, relay, element, twoByte);
      }
      element = HeaderExtensions.next(packet, element);
    }
    return position;
  }

  /** Most bytes that an element takes, with the padding that follows the last one. */
  private static int room(int id, int length, ExtensionRelay relay, boolean twoByte) {
    int value = relay.isCaptureTime(id) ? Math.max(length, CAPTURE_TIME_AND_OFFSET_LENGTH) : length;
    return (twoByte ? 2 : 1) + value + Integer.BYTES - 1;
  }

  private long copy(
      MemorySegment out,
      long start,
      Packet packet,
      ExtensionRelay relay,
      long element,
      boolean twoByte) {
    int id = HeaderExtensions.id(element);
    int length = HeaderExtensions.length(element);
    long value = HeaderExtensions.offset(element);
    MemorySegment source = packet.segment();
    if (relay.isCaptureTime(id)
        && (length == CAPTURE_TIME_LENGTH || length == CAPTURE_TIME_AND_OFFSET_LENGTH)) {
      return putCaptureTime(
          out, start, relay.targetId(id), Bytes.i64(source, value), packet.captureNs, twoByte);
    }
    long position = putHeader(out, start, relay.targetId(id), length, twoByte);
    Bytes.copy(source, value, out, position, length);
    if (relay.isDependencyDescriptor(id) && length >= DependencyDescriptor.MIN_LENGTH) {
      int sourceNumber = DependencyDescriptor.frameNumber(source, value);
      int number = relay.frameNumber(sourceNumber, newestFrame);
      if ((short) (number - newestFrame) > 0) {
        newestFrame = number;
      }
      DependencyDescriptor.putFrameNumber(out, position, number);
    }
    return position + length;
  }

  /**
   * The capture timestamp stays. The offset is the sender's estimate of the capture system's clock
   * less its own, so a server that sends on puts in its own: by definition the capture timestamp
   * less the same moment on the server's clock.
   */
  private long putCaptureTime(
      MemorySegment out, long start, int id, long captured, long captureNs, boolean twoByte) {
    long position = putHeader(out, start, id, CAPTURE_TIME_AND_OFFSET_LENGTH, twoByte);
    Bytes.putI64(out, position, captured);
    Bytes.putI64(
        out, position + CAPTURE_TIME_LENGTH, captured - NtpTime.fromNs(captureNs + ntpOffsetNs));
    return position + CAPTURE_TIME_AND_OFFSET_LENGTH;
  }

  /** 6.18 fixed-point seconds, the middle 24 bits of an NTP timestamp. */
  private int sendTime(long nowNs) {
    return (int) (NtpTime.fromNs(nowNs + ntpOffsetNs) >>> 14) & 0xFF_FFFF;
  }

  private static long putHeader(
      MemorySegment out, long position, int id, int length, boolean twoByte) {
    if (twoByte) {
      Bytes.putU8(out, position, id);
      Bytes.putU8(out, position + 1, length);
      return position + 2;
    }
    Bytes.putU8(out, position, id << 4 | (length - 1));
    return position + 1;
  }
}
