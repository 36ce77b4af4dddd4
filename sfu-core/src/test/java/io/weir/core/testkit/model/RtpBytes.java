package io.weir.core.testkit.model;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An RTP packet as it stands in its bytes (RFC 3550 §5.1), without what its header extensions say.
 * Immutable.
 *
 * @param sequence 0 to 65535
 * @param payload without padding
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record RtpBytes(
    boolean marker, int payloadType, int sequence, int timestamp, int ssrc, byte[] payload) {
  private static final int FIXED_LENGTH = 12;
  private static final int WORD = 4;

  /** Reads a packet; what is no RTP is an {@link IllegalArgumentException}. */
  public static RtpBytes of(byte[] packet) {
    if (packet.length < FIXED_LENGTH || (packet[0] & 0xC0) != 0x80) {
      throw new IllegalArgumentException("no RTP packet of version 2");
    }
    ByteBuffer bytes = ByteBuffer.wrap(packet);
    int start = FIXED_LENGTH + WORD * (packet[0] & 0x0F);
    if ((packet[0] & 0x10) != 0) {
      start += WORD + WORD * (bytes.getShort(start + 2) & 0xFFFF);
    }
    int end = packet.length;
    if ((packet[0] & 0x20) != 0) {
      end -= packet[end - 1] & 0xFF;
    }
    if (start > end) {
      throw new IllegalArgumentException("header and padding are longer than the packet");
    }
    return new RtpBytes(
        (packet[1] & 0x80) != 0,
        packet[1] & 0x7F,
        bytes.getShort(2) & 0xFFFF,
        bytes.getInt(4),
        bytes.getInt(8),
        Arrays.copyOfRange(packet, start, end));
  }

  /** What a packet for retransmission carries (RFC 4588 §4), as the media stream had it. */
  public RtpBytes unwrapped(int mediaPayloadType, int mediaSsrc) {
    int original = ByteBuffer.wrap(payload).getShort(0) & 0xFFFF;
    byte[] rest = Arrays.copyOfRange(payload, 2, payload.length);
    return new RtpBytes(marker, mediaPayloadType, original, timestamp, mediaSsrc, rest);
  }
}
