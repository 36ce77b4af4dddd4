package io.weir.bench.load.media;

import java.lang.foreign.MemorySegment;

/**
 * Writes dependency descriptors (RTP Payload Format For AV1 v1.0, appendix A) of a video without
 * layers (L1T1): two templates, a key frame and one that needs the frame before. Media thread only.
 */
final class DescriptorBits {
  private static final int LAST_LAYER = 3;
  private static final int SWITCH = 2;

  private final BitWriter writer = new BitWriter(32);

  /** No descriptor. */
  void clear() {
    writer.clear();
  }

  /** Sets the descriptor of one packet. */
  void set(VideoEncoding encoding, boolean first, boolean last, boolean key, long frame) {
    writer.clear();
    writer.put(1, first ? 1 : 0).put(1, last ? 1 : 0).put(6, key ? 0 : 1).put(16, frame);
    if (!key || !first) {
      return;
    }
    // §A.8.2: template_dependency_structure_present_flag and four flags that are not set,
    writer.put(1, 1).put(4, 0);
    // template_id_offset, dt_cnt_minus_one, the templates' layers,
    writer.put(6, 0).put(5, 0).put(2, 0).put(2, LAST_LAYER);
    // one decode target indication each, frame differences (none; 1),
    writer.put(2, SWITCH).put(2, SWITCH).put(1, 0).put(1, 1).put(4, 0).put(1, 0);
    // one chain, which protects the target (ns(1) is no bit), chain differences,
    writer.put(1, 1).put(4, 0).put(4, 1);
    // and the resolution.
    writer.put(1, 1).put(16, encoding.width() - 1L).put(16, encoding.height() - 1L);
  }

  int length() {
    return writer.length();
  }

  void copyTo(MemorySegment out, long at) {
    writer.copyTo(out, at);
  }
}
