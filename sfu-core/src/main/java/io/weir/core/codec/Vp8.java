package io.weir.core.codec;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.Packet;
import java.lang.foreign.MemorySegment;

/** VP8 video (RFC 7741; the frame header is RFC 6386 §9.1). Any thread. */
public final class Vp8 implements PayloadCodec {
  /** Encoding name. */
  public static final String NAME = "VP8";

  /** Returned by {@link #descriptorLength} for a payload that ends inside its descriptor. */
  public static final int MALFORMED = -1;

  // RFC 7741 §4.2, first octet: |X|R|N|S|R| PID |
  private static final int EXTENDED = 0x80;
  private static final int START_OF_PARTITION = 0x10;
  private static final int PARTITION_MASK = 0x07;

  // Second octet: |I|L|T|K| RSV |
  private static final int HAS_PICTURE_ID = 0x80;
  private static final int HAS_TL0PICIDX = 0x40;
  private static final int HAS_TID = 0x20;
  private static final int HAS_TID_OR_KEYIDX = 0x30;

  // The octet of both: |TID|Y| KEYIDX |
  private static final int TID_SHIFT = 6;
  private static final int LAYER_SYNC = 0x20;

  /** RFC 7741 §4.3: the inverse key frame flag P of the payload header. */
  private static final int INTER_FRAME = 0x01;

  /** RFC 6386 §9.1: frame tag, start code, width and height. */
  private static final int KEY_FRAME_HEADER_LENGTH = 10;

  private static final int START_CODE = 0x9D012A;
  private static final int DIMENSION_MASK = 0x3FFF;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isKeyFrameStart(MemorySegment segment, long offset, int length) {
    if (length == 0 || !beginsFrame(Bytes.u8(segment, offset))) {
      return false;
    }
    int descriptor = descriptorLength(segment, offset, length);
    return descriptor != MALFORMED
        && descriptor < length
        && (Bytes.u8(segment, offset + descriptor) & INTER_FRAME) == 0;
  }

  @Override
  public int pictureSize(MemorySegment segment, long offset, int length) {
    if (!isKeyFrameStart(segment, offset, length)) {
      return UNKNOWN_SIZE;
    }
    int descriptor = descriptorLength(segment, offset, length);
    long header = offset + descriptor;
    if (length - descriptor < KEY_FRAME_HEADER_LENGTH
        || Bytes.u24(segment, header + 3) != START_CODE) {
      return UNKNOWN_SIZE;
    }
    int width = Short.toUnsignedInt(Short.reverseBytes((short) Bytes.u16(segment, header + 6)));
    int height = Short.toUnsignedInt(Short.reverseBytes((short) Bytes.u16(segment, header + 8)));
    return PictureSize.of(width & DIMENSION_MASK, height & DIMENSION_MASK);
  }

  @Override
  public void readLayers(Packet packet) {
    MemorySegment segment = packet.segment();
    long position = packet.payloadOffset();
    if (descriptorLength(segment, position, packet.payloadLength) == MALFORMED) {
      return;
    }
    int first = Bytes.u8(segment, position);
    packet.frameStart = beginsFrame(first);
    if ((first & EXTENDED) == 0) {
      return;
    }
    int fields = Bytes.u8(segment, position + 1);
    position += 2;
    if ((fields & HAS_PICTURE_ID) != 0) {
      packet.pictureId = PictureId.get(segment, position);
      position += PictureId.length(segment, position);
    }
    if ((fields & HAS_TL0PICIDX) != 0) {
      packet.tl0PicIdx = Bytes.u8(segment, position);
      position++;
    }
    if ((fields & HAS_TID) != 0) {
      int layer = Bytes.u8(segment, position);
      packet.temporalLayer = layer >>> TID_SHIFT;
      packet.layerSync = (layer & LAYER_SYNC) != 0;
    }
  }

  /** In as many bits as there are. */
  @Override
  public void renumber(MemorySegment segment, long offset, int pictureId, int tl0PicIdx) {
    int fields = Bytes.u8(segment, offset + 1);
    long position = offset + 2;
    if ((fields & HAS_PICTURE_ID) != 0) {
      position += PictureId.put(segment, position, pictureId);
    }
    if ((fields & HAS_TL0PICIDX) != 0) {
      Bytes.putU8(segment, position, tl0PicIdx);
    }
  }

  /** libwebrtc waits for all pictures between a frame and the one that it may depend on. */
  @Override
  public boolean countsPictures() {
    return true;
  }

  /** Length of the payload descriptor (RFC 7741 §4.2), or {@link #MALFORMED}. */
  public static int descriptorLength(MemorySegment segment, long offset, int length) {
    if (length < 1) {
      return MALFORMED;
    }
    if ((Bytes.u8(segment, offset) & EXTENDED) == 0) {
      return 1;
    }
    if (length < 2) {
      return MALFORMED;
    }
    int fields = Bytes.u8(segment, offset + 1);
    int end = 2;
    if ((fields & HAS_PICTURE_ID) != 0) {
      if (length <= end) {
        return MALFORMED;
      }
      end += PictureId.length(segment, offset + end);
    }
    if ((fields & HAS_TL0PICIDX) != 0) {
      end++;
    }
    if ((fields & HAS_TID_OR_KEYIDX) != 0) {
      end++;
    }
    return end <= length ? end : MALFORMED;
  }

  /** S set and partition index 0: the first packet of a frame. */
  private static boolean beginsFrame(int firstOctet) {
    return (firstOctet & START_OF_PARTITION) != 0 && (firstOctet & PARTITION_MASK) == 0;
  }
}
