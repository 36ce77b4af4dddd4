package io.weir.bench;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A browser's VP8 as it reaches Weir, packet by packet: four to a frame, 1200 bytes each. */
public final class VideoStream {
  /** SSRC of the publisher's packets. */
  public static final int SSRC = 0x1234_5678;

  /** Payload type of VP8, on every m-line. */
  public static final int PAYLOAD_TYPE = 96;

  /** Bytes of each packet. */
  public static final int PACKET_LENGTH = 1200;

  private static final int RTX_PAYLOAD_TYPE = 97;
  private static final int TRANSPORT_CC_ID = 3;
  private static final int MID_ID = 4;
  private static final int PACKETS_PER_FRAME = 4;

  private int sequence;
  private int keyFrameInterval = Integer.MAX_VALUE;

  /** What a publisher's m-line negotiated. */
  public static RtpParameters published() {
    return parameters(
        "p",
        SSRC,
        SlotFeedback.TRANSPORT_WIDE,
        Map.of(HeaderExtensionId.TRANSPORT_CC, TRANSPORT_CC_ID));
  }

  /** What a slot's m-line negotiated. */
  public static RtpParameters slot(int ssrc) {
    return slot(ssrc, SlotFeedback.NONE);
  }

  /** What a slot's m-line negotiated whose client tells when packets arrive. */
  public static RtpParameters slot(int ssrc, SlotFeedback feedback) {
    return parameters(
        "s",
        ssrc,
        feedback,
        feedback == SlotFeedback.TRANSPORT_WIDE
            ? Map.of(HeaderExtensionId.MID, MID_ID, HeaderExtensionId.TRANSPORT_CC, TRANSPORT_CC_ID)
            : Map.of(HeaderExtensionId.MID, MID_ID));
  }

  private static RtpParameters parameters(
      String mid, int ssrc, SlotFeedback feedback, Map<HeaderExtensionId, Integer> extensions) {
    CodecParameters vp8 =
        new CodecParameters(
            PAYLOAD_TYPE,
            "VP8",
            90_000,
            0,
            Map.of(),
            feedback == SlotFeedback.NONE
                ? Set.of("nack", "nack pli")
                : Set.of("nack", "nack pli", feedback.negotiated()),
            RTX_PAYLOAD_TYPE);
    EncodingParameters encoding = new EncodingParameters("", ssrc, ssrc + 1);
    return new RtpParameters(
        mid, MediaKind.VIDEO, List.of(vp8), extensions, List.of(encoding), "bench");
  }

  /** Makes a key frame of the first of so many packets, again and again. */
  public void keyFrameEvery(int packets) {
    keyFrameInterval = packets;
  }

  /** Leaves the next packet out, as if it had been lost. */
  public void skip() {
    sequence++;
  }

  /**
   * Writes the next packet as it came from the network, only its first frame a key frame unless
   * told otherwise.
   */
  public void next(Packet packet, long nowNs) {
    MemorySegment segment = packet.segment();
    long offset = packet.base();
    packet.offset = offset;
    packet.length = PACKET_LENGTH;
    packet.arrivalNs = nowNs;
    int number = sequence++;
    Bytes.putU16(segment, offset, 0x9000 | PAYLOAD_TYPE);
    Bytes.putU16(segment, offset + 2, number);
    Bytes.putI32(segment, offset + 4, number / PACKETS_PER_FRAME * 3000);
    Bytes.putI32(segment, offset + 8, SSRC);
    Bytes.putI32(segment, offset + 12, 0xBEDE_0001); // RFC 8285 §4.2, one word
    Bytes.putI32(segment, offset + 16, TRANSPORT_CC_ID << 28 | 1 << 24 | (number & 0xFFFF) << 8);
    // VP8 descriptor: a partition begins; payload header: a key frame only at the start.
    Bytes.putU8(segment, offset + 20, number % PACKETS_PER_FRAME == 0 ? 0x10 : 0);
    Bytes.putU8(segment, offset + 21, number % keyFrameInterval < PACKETS_PER_FRAME ? 0 : 1);
  }
}
