package io.weir.bench.load.media;

import io.weir.core.buffer.Bytes;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.RtpParameters;
import io.weir.core.rtp.RtpParser;
import io.weir.core.sequence.NtpTime;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * Writes the RTP headers of one published stream, or of its retransmissions, with the header
 * extensions (RFC 8285) that were negotiated. Media thread only; allocates nothing.
 */
final class PublishedHeader {
  /** {@code level} of a packet that tells none. */
  static final int NO_LEVEL = -1;

  private static final int ONE_BYTE_PROFILE = 0xBEDE;
  private static final int TWO_BYTE_PROFILE = 0x1000;
  private static final int VERSION = 0x80;
  private static final int EXTENSION = 0x10;
  private static final int MARKER = 0x80;
  private static final int BLOCK_HEADER = 4;

  /** RFC 6464 §3: somebody speaks. */
  private static final int VOICE = 0x80;

  /** Levels above this are somebody who speaks. */
  private static final int QUIET_LEVEL = 60;

  private final byte[] mid;
  private final byte[] rid;
  private final int midId;
  private final int ridId;
  private final int transportId;
  private final int sendTimeId;
  private final int levelId;
  private final int descriptorId;
  private final boolean twoByte;

  /**
   * A writer for one stream.
   *
   * @param rid restriction identifier, empty without simulcast
   * @param repairs whether it writes retransmissions
   */
  PublishedHeader(RtpParameters rtp, String rid, boolean repairs) {
    mid = rtp.mid().getBytes(StandardCharsets.US_ASCII);
    this.rid = rid.getBytes(StandardCharsets.US_ASCII);
    midId = rtp.extensionId(HeaderExtensionId.MID);
    int wanted = rtp.extensionId(repairs ? HeaderExtensionId.REPAIRED_RID : HeaderExtensionId.RID);
    ridId = rid.isEmpty() ? RtpParameters.NO_EXTENSION : wanted;
    transportId = rtp.extensionId(HeaderExtensionId.TRANSPORT_CC);
    sendTimeId = rtp.extensionId(HeaderExtensionId.ABS_SEND_TIME);
    levelId = rtp.extensionId(HeaderExtensionId.AUDIO_LEVEL);
    descriptorId = rtp.extensionId(HeaderExtensionId.DEPENDENCY_DESCRIPTOR);
    twoByte = rtp.hasHighExtensionId() || mid.length > 16 || rid.length() > 16;
  }

  /** Whether packets need a transport-wide sequence number. */
  boolean hasTransportSequence() {
    return transportId != RtpParameters.NO_EXTENSION;
  }

  /** Whether video packets carry a dependency descriptor. */
  boolean hasDescriptor() {
    return descriptorId != RtpParameters.NO_EXTENSION;
  }

  /**
   * Writes a header to the scratch memory's place for it.
   *
   * @param level audio level in -dBov, or {@link #NO_LEVEL}
   * @param transportSequence transport-wide sequence number, if there are any
   * @param descriptor the frame's dependency descriptor, of length 0 for none
   * @param epochNs ns since 1970
   * @return its length
   */
  int write(
      MemorySegment out,
      int payloadType,
      boolean marker,
      int sequence,
      long timestamp,
      int ssrc,
      int level,
      int transportSequence,
      DescriptorBits descriptor,
      long epochNs) {
    long at = Scratch.HEADER;
    Bytes.putU8(out, at + 1, (marker ? MARKER : 0) | payloadType);
    Bytes.putU16(out, at + 2, sequence);
    Bytes.putI32(out, at + 4, (int) timestamp);
    Bytes.putI32(out, at + 8, ssrc);
    long start = at + RtpParser.FIXED_HEADER_LENGTH + BLOCK_HEADER;
    long position = start;
    if (midId != 0) {
      position = put(out, position, midId, mid);
    }
    if (ridId != 0) {
      position = put(out, position, ridId, rid);
    }
    if (transportId != 0) {
      position = putElement(out, position, transportId, 2);
      Bytes.putU16(out, position - 2, transportSequence);
    }
    if (sendTimeId != 0) {
      position = putElement(out, position, sendTimeId, 3);
      Bytes.putU24(
          out,
          position - 3,
          (int) (NtpTime.fromNs(epochNs + NtpTime.UNIX_EPOCH_NS) >>> 14) & 0xFF_FFFF);
    }
    if (levelId != 0 && level != NO_LEVEL) {
      position = putElement(out, position, levelId, 1);
      Bytes.putU8(out, position - 1, (level < QUIET_LEVEL ? VOICE : 0) | level);
    }
    if (descriptorId != 0 && descriptor.length() > 0) {
      position = putElement(out, position, descriptorId, descriptor.length());
      descriptor.copyTo(out, position - descriptor.length());
    }
    if (position == start) {
      Bytes.putU8(out, at, VERSION);
      return RtpParser.FIXED_HEADER_LENGTH;
    }
    while ((position - start) % Integer.BYTES != 0) {
      Bytes.putU8(out, position++, 0);
    }
    Bytes.putU8(out, at, VERSION | EXTENSION);
    Bytes.putU16(out, start - BLOCK_HEADER, twoByte ? TWO_BYTE_PROFILE : ONE_BYTE_PROFILE);
    Bytes.putU16(out, start - 2, (int) (position - start) / Integer.BYTES);
    return (int) (position - at);
  }

  private long put(MemorySegment out, long position, int id, byte[] value) {
    long end = putElement(out, position, id, value.length);
    for (int i = 0; i < value.length; i++) {
      Bytes.putU8(out, end - value.length + i, value[i]);
    }
    return end;
  }

  /** Writes an element's header; returns where the element ends. */
  private long putElement(MemorySegment out, long position, int id, int length) {
    if (twoByte) {
      Bytes.putU8(out, position, id);
      Bytes.putU8(out, position + 1, length);
      return position + 2 + length;
    }
    Bytes.putU8(out, position, (id << 4) | (length - 1));
    return position + 1 + length;
  }
}
