package io.weir.core.codec;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/**
 * VP9 video (RFC 9628; the frame header is §6.2 of the VP9 bitstream specification). Key frames are
 * told by the payload descriptor alone, which stays readable when the frames are encrypted. Any
 * thread.
 */
public final class Vp9 implements PayloadCodec {
  /** Encoding name. */
  public static final String NAME = "VP9";

  /** Returned by {@link #descriptorLength} for a payload that ends inside its descriptor. */
  public static final int MALFORMED = -1;

  // RFC 9628 §4.2, first octet: |I|P|L|F|B|E|V|Z|
  private static final int HAS_PICTURE_ID = 0x80;
  private static final int INTER_PREDICTED = 0x40;
  private static final int HAS_LAYERS = 0x20;
  private static final int FLEXIBLE = 0x10;
  private static final int BEGINS_FRAME = 0x08;
  private static final int HAS_STRUCTURE = 0x02;

  /** Layer octet: |TID|U|SID|D|. */
  private static final int TID_SHIFT = 5;

  private static final int SWITCHING_UP_POINT = 0x10;
  private static final int SPATIAL_LAYER_MASK = 0x0E;

  /** N of a reference index: another one follows. */
  private static final int MORE_REFERENCES = 0x01;

  private static final int MAX_REFERENCES = 3;

  // Scalability structure: |N_S|Y|G|RES|, sizes, picture group (RFC 9628 §4.2.1).
  private static final int HAS_SIZES = 0x10;
  private static final int HAS_GROUP = 0x08;
  private static final int SIZE_LENGTH = 4;

  private static final int FRAME_MARKER = 2;
  private static final int SYNC_CODE = 0x498342;
  private static final int RGB = 7;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isKeyFrameStart(MemorySegment segment, long offset, int length) {
    if (length < 2) {
      return false;
    }
    int flags = Bytes.u8(segment, offset);
    if ((flags & (INTER_PREDICTED | BEGINS_FRAME)) != BEGINS_FRAME) {
      return false;
    }
    int descriptor = descriptorLength(segment, offset, length);
    // Higher spatial layers of a key picture are not inter predicted either: SID must be 0.
    return descriptor != MALFORMED
        && descriptor < length
        && ((flags & HAS_LAYERS) == 0
            || (Bytes.u8(segment, offset + layersAt(segment, offset, flags)) & SPATIAL_LAYER_MASK)
                == 0);
  }

  /** Of the highest spatial layer where the scalability structure tells, else of this frame. */
  @Override
  public int pictureSize(MemorySegment segment, long offset, int length) {
    if (!isKeyFrameStart(segment, offset, length)) {
      return UNKNOWN_SIZE;
    }
    int flags = Bytes.u8(segment, offset);
    int descriptor = descriptorLength(segment, offset, length);
    if ((flags & HAS_STRUCTURE) != 0) {
      int structure = structureAt(segment, offset, length, flags);
      int head = Bytes.u8(segment, offset + structure);
      if ((head & HAS_SIZES) != 0) {
        int highest = structure + 1 + SIZE_LENGTH * (head >>> 5);
        return PictureSize.of(
            Bytes.u16(segment, offset + highest), Bytes.u16(segment, offset + highest + 2));
      }
    }
    return headerSize(BitReader.of(segment, offset + descriptor, length - descriptor));
  }

  /**
   * {@link Packet#layerSync} is the bit U, which speaks of the pictures that follow (RFC 9628
   * §4.2): layers above this picture's may be entered after it.
   */
  @Override
  public void readLayers(Packet packet) {
    MemorySegment segment = packet.segment();
    long offset = packet.payloadOffset();
    if (descriptorLength(segment, offset, packet.payloadLength) == MALFORMED) {
      return;
    }
    int flags = Bytes.u8(segment, offset);
    int layersAt = layersAt(segment, offset, flags);
    packet.frameStart = (flags & BEGINS_FRAME) != 0;
    if ((flags & HAS_PICTURE_ID) != 0) {
      packet.pictureId = PictureId.get(segment, offset + 1);
    }
    if ((flags & HAS_LAYERS) != 0) {
      int layers = Bytes.u8(segment, offset + layersAt);
      packet.temporalLayer = layers >>> TID_SHIFT;
      packet.layerSync = (layers & SWITCHING_UP_POINT) != 0;
      packet.frameStart &= (layers & SPATIAL_LAYER_MASK) == 0;
      if ((flags & FLEXIBLE) == 0) {
        packet.tl0PicIdx = Bytes.u8(segment, offset + layersAt + 1);
      }
    }
  }

  @Override
  public boolean syncsAhead() {
    return true;
  }

  /** In as many bits as there are; references are differences and stay right. */
  @Override
  public void renumber(MemorySegment segment, long offset, int pictureId, int tl0PicIdx) {
    int flags = Bytes.u8(segment, offset);
    if ((flags & HAS_PICTURE_ID) != 0) {
      PictureId.put(segment, offset + 1, pictureId);
    }
    if ((flags & (HAS_LAYERS | FLEXIBLE)) == HAS_LAYERS) {
      Bytes.putU8(segment, offset + layersAt(segment, offset, flags) + 1, tl0PicIdx);
    }
  }

  @Override
  public Fit fit(Map<String, String> sent, Map<String, String> received) {
    int profile = FormatParameters.number(sent, "profile-id", 0); // RFC 9628 §6
    int decoded = FormatParameters.number(received, "profile-id", 0);
    return profile == decoded && !FormatParameters.anyMalformed(profile) ? Fit.SAME : Fit.NONE;
  }

  /** Length of the payload descriptor (RFC 9628 §4.2), or {@link #MALFORMED}. */
  public static int descriptorLength(MemorySegment segment, long offset, int length) {
    if (length < 1) {
      return MALFORMED;
    }
    int flags = Bytes.u8(segment, offset);
    int end = structureAt(segment, offset, length, flags);
    if (end == MALFORMED || (flags & HAS_STRUCTURE) == 0) {
      return end;
    }
    if (end >= length) {
      return MALFORMED;
    }
    int head = Bytes.u8(segment, offset + end);
    end += 1 + ((head & HAS_SIZES) != 0 ? SIZE_LENGTH * ((head >>> 5) + 1) : 0);
    if ((head & HAS_GROUP) != 0) {
      end = groupEnd(segment, offset, length, end);
    }
    return end <= length ? end : MALFORMED;
  }

  /** Where the layer octet is; the payload has a picture id and layers as its flags say. */
  private static int layersAt(MemorySegment segment, long offset, int flags) {
    if ((flags & HAS_PICTURE_ID) == 0) {
      return 1;
    }
    return 1 + PictureId.length(segment, offset + 1);
  }

  /** Where the scalability structure is, or would be; or {@link #MALFORMED}. */
  private static int structureAt(MemorySegment segment, long offset, int length, int flags) {
    if ((flags & HAS_PICTURE_ID) != 0 && length < 2) {
      return MALFORMED;
    }
    int end = layersAt(segment, offset, flags);
    if ((flags & HAS_LAYERS) != 0) {
      end += (flags & FLEXIBLE) == 0 ? 2 : 1; // TL0PICIDX in non-flexible mode
    }
    if ((flags & (FLEXIBLE | INTER_PREDICTED)) == (FLEXIBLE | INTER_PREDICTED)) {
      int references = 0;
      boolean more = true;
      while (more) {
        if (end >= length || references == MAX_REFERENCES) {
          return MALFORMED;
        }
        more = (Bytes.u8(segment, offset + end) & MORE_REFERENCES) != 0;
        references++;
        end++;
      }
    }
    return end <= length ? end : MALFORMED;
  }

  /** N_G pictures of |TID|U|R|RES| and R reference octets each. */
  private static int groupEnd(MemorySegment segment, long offset, int length, int start) {
    if (start >= length) {
      return length + 1;
    }
    int pictures = Bytes.u8(segment, offset + start);
    int end = start + 1;
    for (int i = 0; i < pictures && end < length; i++) {
      end += 1 + (Bytes.u8(segment, offset + end) >>> 2 & 3);
      if (end >= length && i + 1 < pictures) {
        return length + 1;
      }
    }
    return pictures > 0 && end == start + 1 ? length + 1 : end;
  }

  /** VP9 bitstream specification §6.2, uncompressed_header of a key frame. */
  private static int headerSize(BitReader header) {
    if (header.bits(2) != FRAME_MARKER) {
      return UNKNOWN_SIZE;
    }
    int profile = header.bits(1) | header.bits(1) << 1;
    if (profile == 3) {
      header.skip(1);
    }
    boolean shownBefore = header.flag();
    boolean interFrame = header.flag();
    header.skip(2); // show_frame, error_resilient_mode
    if (shownBefore || interFrame || header.bits(24) != SYNC_CODE) {
      return UNKNOWN_SIZE;
    }
    if (profile >= 2) {
      header.skip(1); // ten_or_twelve_bit
    }
    boolean subsampled = profile == 1 || profile == 3;
    if (header.bits(3) == RGB) {
      header.skip(subsampled ? 1 : 0);
    } else {
      header.skip(subsampled ? 4 : 1);
    }
    return PictureSize.of(header.bits(16) + 1, header.bits(16) + 1, header);
  }
}
