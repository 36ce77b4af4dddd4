package io.weir.bench.load.media;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * AV1 (RTP Payload Format For AV1 v1.0 §4.4; OBUs are §5.3 and §5.5 of the bitstream
 * specification): a key frame's first packet has a sequence header before its frame. Media thread
 * only.
 */
final class Av1Payload implements VideoPayload {
  private static final int CONTINUES = 0x80;
  private static final int CONTINUED = 0x40;
  private static final int ONE_ELEMENT = 0x10;
  private static final int TWO_ELEMENTS = 0x20;
  private static final int NEW_SEQUENCE = 0x08;
  private static final int SEQUENCE_HEADER = 1 << 3;
  private static final int FRAME = 6 << 3;

  /** show_existing_frame, frame_type, show_frame. */
  private static final int KEY_FRAME = 0x10;

  private static final int INTER_FRAME = 0x30;
  private static final int LEVEL_3_1 = 5;

  private final byte[] sequenceHeader;

  Av1Payload(VideoEncoding encoding) {
    BitWriter bits = new BitWriter(32);
    bits.put(8, SEQUENCE_HEADER);
    // seq_profile, still_picture, reduced_still_picture_header, timing_info_present_flag,
    // initial_display_delay_present_flag, operating_points_cnt_minus_1, operating_point_idc
    bits.put(3, 0).put(1, 0).put(1, 0).put(1, 0).put(1, 0).put(5, 0).put(12, 0);
    bits.put(5, LEVEL_3_1).put(4, 15).put(4, 15);
    bits.put(16, encoding.width() - 1L).put(16, encoding.height() - 1L);
    bits.put(24, 0).put(1, 1); // tools that are not used; trailing bit
    sequenceHeader = bits.toBytes();
  }

  @Override
  public void write(
      MemorySegment out, long at, int length, int index, int count, boolean key, long frame) {
    boolean first = index == 0;
    int header = (first ? 0 : CONTINUES) | (index == count - 1 ? 0 : CONTINUED);
    if (!first) {
      Bytes.putU8(out, at, header | ONE_ELEMENT);
      return;
    }
    long position = at + 1;
    if (key) {
      Bytes.putU8(out, at, header | TWO_ELEMENTS | NEW_SEQUENCE);
      Bytes.putU8(out, position++, sequenceHeader.length); // leb128 of a small number
      for (byte octet : sequenceHeader) {
        Bytes.putU8(out, position++, octet);
      }
    } else {
      Bytes.putU8(out, at, header | ONE_ELEMENT);
    }
    Bytes.putU8(out, position, FRAME);
    Bytes.putU8(out, position + 1, key ? KEY_FRAME : INTER_FRAME);
  }
}
