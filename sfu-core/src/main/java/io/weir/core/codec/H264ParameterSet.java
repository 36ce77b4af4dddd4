package io.weir.core.codec;

import java.lang.foreign.MemorySegment;

/** Reads the picture size out of a sequence parameter set (ITU-T H.264 §7.3.2.1.1). Any thread. */
final class H264ParameterSet {
  private static final int MACROBLOCK = 16;
  private static final int YUV_444 = 3;
  private static final int YUV_420 = 1;

  /** num_ref_frames_in_pic_order_cnt_cycle is at most this (§7.4.2.1.1). */
  private static final int MAX_CYCLE = 255;

  private H264ParameterSet() {}

  static int pictureSize(MemorySegment segment, long offset, int length) {
    BitReader unit = BitReader.ofNalUnit(segment, offset, length);
    unit.skip(8); // NAL unit header
    int profile = unit.bits(8);
    unit.skip(16); // constraint flags, level
    unit.golomb(); // seq_parameter_set_id
    int chroma = hasChromaFormat(profile) ? readChroma(unit) : YUV_420;
    unit.golomb(); // log2_max_frame_num_minus4
    if (!skipPictureOrder(unit)) {
      return PayloadCodec.UNKNOWN_SIZE;
    }
    unit.golomb(); // max_num_ref_frames
    unit.skip(1); // gaps_in_frame_num_value_allowed_flag
    long width = MACROBLOCK * (unit.golomb() + 1L);
    long mapUnits = unit.golomb() + 1L;
    int fields = unit.flag() ? 1 : 2; // frame_mbs_only_flag
    if (fields == 2) {
      unit.skip(1); // mb_adaptive_frame_field_flag
    }
    unit.skip(1); // direct_8x8_inference_flag
    long height = MACROBLOCK * mapUnits * fields;
    if (unit.flag()) { // frame_cropping_flag
      int unitX = chroma == YUV_420 || chroma == 2 ? 2 : 1;
      int unitY = (chroma == YUV_420 ? 2 : 1) * fields;
      width -= unitX * ((long) unit.golomb() + unit.golomb());
      height -= unitY * ((long) unit.golomb() + unit.golomb());
    }
    return PictureSize.of(width, height, unit);
  }

  private static boolean hasChromaFormat(int profile) {
    return switch (profile) {
      case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
      default -> false;
    };
  }

  private static int readChroma(BitReader unit) {
    int chroma = unit.golomb();
    if (chroma == YUV_444) {
      unit.skip(1); // separate_colour_plane_flag
    }
    unit.golomb(); // bit_depth_luma_minus8
    unit.golomb(); // bit_depth_chroma_minus8
    unit.skip(1); // qpprime_y_zero_transform_bypass_flag
    if (unit.flag()) { // seq_scaling_matrix_present_flag
      int lists = chroma == YUV_444 ? 12 : 8;
      for (int i = 0; i < lists; i++) {
        if (unit.flag()) {
          skipScalingList(unit, i < 6 ? 16 : 64);
        }
      }
    }
    return chroma;
  }

  /** ITU-T H.264 §7.3.2.1.1.1. */
  private static void skipScalingList(BitReader unit, int size) {
    int last = 8;
    for (int i = 0; i < size && last != 0; i++) {
      last = (last + unit.signedGolomb() + 256) & 0xFF;
    }
  }

  /** False when it is absurd. */
  private static boolean skipPictureOrder(BitReader unit) {
    int type = unit.golomb();
    if (type == 0) {
      unit.golomb(); // log2_max_pic_order_cnt_lsb_minus4
    } else if (type == 1) {
      unit.skip(1); // delta_pic_order_always_zero_flag
      unit.signedGolomb(); // offset_for_non_ref_pic
      unit.signedGolomb(); // offset_for_top_to_bottom_field
      int cycle = unit.golomb();
      for (int i = 0; i < cycle && i <= MAX_CYCLE; i++) {
        unit.signedGolomb(); // offset_for_ref_frame
      }
      return cycle <= MAX_CYCLE;
    }
    return true;
  }
}
