package io.weir.core.codec;

import java.lang.foreign.MemorySegment;

/** Reads the picture size out of a sequence parameter set (ITU-T H.265 §7.3.2.2). Any thread. */
final class H265ParameterSet {
  private static final int YUV_444 = 3;
  private static final int YUV_420 = 1;

  // profile_tier_level, ITU-T H.265 §7.3.3.
  private static final int PROFILE_BITS = 88;
  private static final int LEVEL_BITS = 8;
  private static final int MAX_SUB_LAYERS = 8;

  private H265ParameterSet() {}

  static int pictureSize(MemorySegment segment, long offset, int length) {
    BitReader unit = BitReader.ofNalUnit(segment, offset, length);
    unit.skip(16 + 4); // NAL unit header, sps_video_parameter_set_id
    int subLayers = unit.bits(3); // sps_max_sub_layers_minus1
    unit.skip(1); // sps_temporal_id_nesting_flag
    skipProfileTierLevel(unit, subLayers);
    unit.golomb(); // sps_seq_parameter_set_id
    int chroma = unit.golomb();
    if (chroma == YUV_444) {
      unit.skip(1); // separate_colour_plane_flag
    }
    long width = unit.golomb();
    long height = unit.golomb();
    if (unit.flag()) { // conformance_window_flag
      int unitX = chroma == YUV_420 || chroma == 2 ? 2 : 1;
      int unitY = chroma == YUV_420 ? 2 : 1;
      width -= unitX * ((long) unit.golomb() + unit.golomb());
      height -= unitY * ((long) unit.golomb() + unit.golomb());
    }
    return PictureSize.of(width, height, unit);
  }

  private static void skipProfileTierLevel(BitReader unit, int subLayers) {
    unit.skip(PROFILE_BITS + LEVEL_BITS);
    if (subLayers == 0) {
      return;
    }
    int bits = 0;
    for (int i = 0; i < subLayers; i++) {
      bits += unit.flag() ? PROFILE_BITS : 0; // sub_layer_profile_present_flag
      bits += unit.flag() ? LEVEL_BITS : 0; // sub_layer_level_present_flag
    }
    unit.skip(2 * (MAX_SUB_LAYERS - subLayers) + bits); // reserved_zero_2bits, sub-layers
  }
}
