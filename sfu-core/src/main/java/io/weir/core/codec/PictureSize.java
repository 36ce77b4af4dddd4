package io.weir.core.codec;

/** Packs a picture's size as {@link PayloadCodec#pictureSize} returns it. Any thread. */
final class PictureSize {
  private static final int MAX = 0x7FFF;

  private PictureSize() {}

  /** The size, or {@link PayloadCodec#UNKNOWN_SIZE} when it is absurd. */
  static int of(long width, long height) {
    boolean absurd = width <= 0 || height <= 0 || width > MAX || height > MAX;
    return absurd ? PayloadCodec.UNKNOWN_SIZE : (int) width << 16 | (int) height;
  }

  /** The size that was read from a header; unknown when the header ended too early. */
  static int of(long width, long height, BitReader header) {
    return header.isOverrun() ? PayloadCodec.UNKNOWN_SIZE : of(width, height);
  }
}
