package io.weir.core.rtp;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import java.lang.foreign.MemorySegment;

/**
 * What the latest template dependency structure of a stream says of its frames' temporal layers
 * (RTP Payload Format For AV1 v1.0, §A.8): key frames bring it, other frames refer to its
 * templates. One thread; allocates nothing after it was made.
 */
public final class DependencyStructure {
  private static final int TEMPLATES = 64;
  private static final int MAX_TARGETS = 32;

  // §A.8.2, in bits: mandatory fields, then five flags.
  private static final int FLAGS = 24;
  private static final int STRUCTURE_FLAG = FLAGS;
  private static final int ACTIVE_TARGETS_FLAG = FLAGS + 1;
  private static final int CUSTOM_INDICATIONS_FLAG = FLAGS + 2;
  private static final int EXTENDED_FIELDS = FLAGS + 5;
  private static final int TEMPLATE_ID_BITS = 6;
  private static final int TARGET_COUNT_BITS = 5;

  // §A.8.3, next_layer_idc; 0 stands for another template of the same layer.
  private static final int NEXT_TEMPORAL_LAYER = 1;
  private static final int NEXT_SPATIAL_LAYER = 2;
  private static final int NO_MORE_TEMPLATES = 3;

  // §A.8.3, decode target indication: not present, discardable, switch, required.
  private static final int NOT_PRESENT = 0;
  private static final int SWITCH = 2;

  private final byte[] temporalLayers = new byte[TEMPLATES];

  /** By template: its indication for each decode target. */
  private final byte[] indications = new byte[TEMPLATES * MAX_TARGETS];

  /** By decode target: its highest temporal layer. */
  private final byte[] targetLayers = new byte[MAX_TARGETS];

  private int firstId;
  private int templates;
  private int targets;

  /** The element being read, and the next bit in it. */
  private long element;

  private int bitsTotal;
  private int bit;

  /**
   * Takes a packet's descriptor and fills in where its frame begins and, once there was a
   * structure, its temporal layer.
   *
   * <p>A frame may be a switch for decode targets of higher temporal layers than its own: whoever
   * has it can decode all frames of those that follow (§A.1). libwebrtc says it so of all of its
   * structures, and never of the frames of the highest layer themselves.
   *
   * @param descriptor as {@link HeaderExtensions#find} found it
   * @return a bit for each temporal layer above the frame's that may be entered after it
   */
  public long read(Packet packet, long descriptor) {
    int length = HeaderExtensions.length(descriptor);
    if (length < DependencyDescriptor.MIN_LENGTH) {
      return 0;
    }
    MemorySegment segment = packet.segment();
    element = HeaderExtensions.offset(descriptor);
    bitsTotal = length * Byte.SIZE;
    packet.frameStart = DependencyDescriptor.startsFrame(segment, element);
    boolean extended = length > DependencyDescriptor.MIN_LENGTH;
    boolean brings = extended && flag(segment, STRUCTURE_FLAG);
    if (brings) {
      readStructure(segment);
    }
    int template = (DependencyDescriptor.templateId(segment, element) - firstId) & (TEMPLATES - 1);
    if (template >= templates) {
      return 0; // Of a structure that never came.
    }
    packet.temporalLayer = temporalLayers[template];
    boolean custom = extended && !brings && flag(segment, CUSTOM_INDICATIONS_FLAG);
    if (custom) {
      bit = EXTENDED_FIELDS + (flag(segment, ACTIVE_TARGETS_FLAG) ? targets : 0);
    }
    long switched = switchedLayers(segment, template, custom);
    packet.layerSync = ((switched >>> packet.temporalLayer) & 1) != 0;
    return switched & layersAbove(packet);
  }

  /** A bit for each temporal layer above the frame's. */
  public static long layersAbove(Packet packet) {
    return -2L << packet.temporalLayer;
  }

  /** A bit for the highest temporal layer of each decode target that the frame is a switch for. */
  private long switchedLayers(MemorySegment segment, int template, boolean custom) {
    long layers = 0;
    for (int target = 0; target < targets; target++) {
      int indication = custom ? bits(segment, 2) : indications[template * MAX_TARGETS + target];
      if (indication == SWITCH) {
        layers |= 1L << targetLayers[target];
      }
    }
    return layers;
  }

  private void readStructure(MemorySegment segment) {
    bit = EXTENDED_FIELDS;
    firstId = bits(segment, TEMPLATE_ID_BITS);
    targets = bits(segment, TARGET_COUNT_BITS) + 1;
    templates = 0;
    int layer = 0;
    int next = 0;
    while (next != NO_MORE_TEMPLATES && templates < TEMPLATES && bit < bitsTotal) {
      temporalLayers[templates++] = (byte) layer;
      next = bits(segment, 2);
      if (next == NEXT_TEMPORAL_LAYER) {
        layer++;
      } else if (next == NEXT_SPATIAL_LAYER) {
        layer = 0;
      }
    }
    for (int target = 0; target < targets; target++) {
      targetLayers[target] = 0;
    }
    for (int template = 0; template < templates; template++) {
      for (int target = 0; target < targets; target++) {
        int indication = bits(segment, 2);
        indications[template * MAX_TARGETS + target] = (byte) indication;
        if (indication != NOT_PRESENT) {
          targetLayers[target] = (byte) Math.max(targetLayers[target], temporalLayers[template]);
        }
      }
    }
  }

  private boolean flag(MemorySegment segment, int at) {
    bit = at;
    return bits(segment, 1) != 0;
  }

  /** The next bits; zeros beyond the end. */
  private int bits(MemorySegment segment, int count) {
    int value = 0;
    for (int i = 0; i < count; i++, bit++) {
      int octet = bit < bitsTotal ? Bytes.u8(segment, element + bit / Byte.SIZE) : 0;
      value = value << 1 | (octet >>> (Byte.SIZE - 1 - bit % Byte.SIZE) & 1);
    }
    return value;
  }
}
