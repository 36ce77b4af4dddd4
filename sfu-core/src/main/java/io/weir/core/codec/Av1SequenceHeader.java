package io.weir.core.codec;

import java.lang.foreign.MemorySegment;

/**
 * Reads the picture size out of a sequence header (AV1 bitstream specification §5.5.1). Any thread.
 */
final class Av1SequenceHeader {
  /** seq_level_idx above this is followed by seq_tier. */
  private static final int MAX_LEVEL_WITHOUT_TIER = 7;

  private Av1SequenceHeader() {}

  static int pictureSize(MemorySegment segment, long offset, int length) {
    BitReader header = BitReader.of(segment, offset, length);
    header.skip(3 + 1); // seq_profile, still_picture
    if (header.flag()) { // reduced_still_picture_header
      header.skip(5); // seq_level_idx
    } else {
      skipOperatingPoints(header);
    }
    int widthBits = header.bits(4) + 1;
    int heightBits = header.bits(4) + 1;
    return PictureSize.of(header.bits(widthBits) + 1L, header.bits(heightBits) + 1L, header);
  }

  private static void skipOperatingPoints(BitReader header) {
    int delayBits = 0;
    boolean modelled = false;
    if (header.flag()) { // timing_info_present_flag
      header.skip(32 + 32); // num_units_in_display_tick, time_scale
      if (header.flag()) { // equal_picture_interval
        header.golomb(); // num_ticks_per_picture_minus_1: uvlc is coded like ue(v)
      }
      modelled = header.flag(); // decoder_model_info_present_flag
      if (modelled) {
        delayBits = header.bits(5) + 1;
        header.skip(32 + 5 + 5);
      }
    }
    boolean delayed = header.flag(); // initial_display_delay_present_flag
    int points = header.bits(5) + 1;
    for (int i = 0; i < points; i++) {
      header.skip(12); // operating_point_idc
      if (header.bits(5) > MAX_LEVEL_WITHOUT_TIER) {
        header.skip(1); // seq_tier
      }
      if (modelled && header.flag()) { // decoder_model_present_for_this_op
        header.skip(2 * delayBits + 1); // delays, low_delay_mode_flag
      }
      if (delayed && header.flag()) { // initial_display_delay_present_for_this_op
        header.skip(4);
      }
    }
  }
}
