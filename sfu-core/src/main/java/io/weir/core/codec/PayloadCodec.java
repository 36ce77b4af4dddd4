package io.weir.core.codec;

import io.weir.core.buffer.Packet;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/**
 * What Weir understands of one codec's payloads. Stateless, robust to any bytes; any thread. A new
 * codec is one class and one line in {@link Codecs}.
 */
public interface PayloadCodec {
  /** Returned by {@link #pictureSize} when the payload does not tell. */
  int UNKNOWN_SIZE = -1;

  /** How well a receiver's form of a codec fits a sender's. */
  enum Fit {
    /** The very same form. */
    SAME,
    /** Another form whose decoders must decode the sender's too. */
    WIDER,
    /** The receiver may not be able to decode it. */
    NONE
  }

  /** Encoding name as registered, in upper case. */
  String name();

  /**
   * Whether a decoder may start at this payload: it begins a frame that needs no other frame. Audio
   * payloads stand for themselves, so they always do. Allocates nothing.
   */
  boolean isKeyFrameStart(MemorySegment segment, long offset, int length);

  /**
   * Whether a payload that starts a key frame is of use only together with parameter sets that may
   * have gone before it in a packet of their own. Allocates nothing.
   */
  default boolean mayNeedEarlierPacket(MemorySegment segment, long offset, int length) {
    return false;
  }

  /**
   * Fills in what the payload tells of its frame's place among the others: beginning, temporal
   * layer, numbers of pictures. What it does not tell stays as it is. Allocates nothing.
   */
  default void readLayers(Packet packet) {}

  /**
   * Gives a payload's picture other numbers, where it lies. Allocates nothing.
   *
   * @param segment holds a payload that has the numbers which {@link #readLayers} found
   * @param pictureId 15 bits
   * @param tl0PicIdx 8 bits
   */
  default void renumber(MemorySegment segment, long offset, int pictureId, int tl0PicIdx) {}

  /**
   * Whether {@link Packet#layerSync}, as {@link #readLayers} fills it in, speaks of the pictures of
   * higher layers that follow, instead of the packet's own.
   */
  default boolean syncsAhead() {
    return false;
  }

  /**
   * Whether receivers take a missing picture id for a lost frame, so that ids must close up over
   * frames that are left out.
   */
  default boolean countsPictures() {
    return false;
  }

  /**
   * Size of the picture that a key frame begins; not for every packet, because it allocates.
   *
   * @return {@code width << 16 | height}, or {@link #UNKNOWN_SIZE}
   */
  default int pictureSize(MemorySegment segment, long offset, int length) {
    return UNKNOWN_SIZE;
  }

  /**
   * Whether a receiver decodes what a sender sends, both of this codec, by their format parameters.
   * Levels do not count: they are limits that decoders exceed in practice, and senders seldom
   * reach.
   */
  default Fit fit(Map<String, String> sent, Map<String, String> received) {
    return Fit.SAME;
  }
}
