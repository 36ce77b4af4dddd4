package io.weir.core.codec;

import java.lang.foreign.MemorySegment;

/**
 * What Weir understands of one codec's payloads. Stateless, robust to any bytes; any thread. A new
 * codec is one class and one line in {@link Codecs}.
 */
public interface PayloadCodec {
  /** Returned by {@link #pictureSize} when the payload does not tell. */
  int UNKNOWN_SIZE = -1;

  /** Encoding name as registered, in upper case. */
  String name();

  /**
   * Whether a decoder may start at this payload: it begins a frame that needs no other frame. Audio
   * payloads stand for themselves, so they always do.
   */
  boolean isKeyFrameStart(MemorySegment segment, long offset, int length);

  /**
   * Size of the picture that a key frame begins.
   *
   * @return {@code width << 16 | height}, or {@link #UNKNOWN_SIZE}
   */
  default int pictureSize(MemorySegment segment, long offset, int length) {
    return UNKNOWN_SIZE;
  }
}
