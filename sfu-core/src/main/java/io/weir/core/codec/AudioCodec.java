package io.weir.core.codec;

import java.lang.foreign.MemorySegment;

/**
 * Audio whose every packet can be decoded by itself. Any thread.
 *
 * @param name encoding name
 */
public record AudioCodec(String name) implements PayloadCodec {
  /** RFC 7587. Its pauses (DTX) leave gaps in time but none in the sequence numbers. */
  public static final AudioCodec OPUS = new AudioCodec("OPUS");

  /** G.711 µ-law, RFC 3551 §4.5.14. */
  public static final AudioCodec PCMU = new AudioCodec("PCMU");

  /** G.711 A-law, RFC 3551 §4.5.14. */
  public static final AudioCodec PCMA = new AudioCodec("PCMA");

  @Override
  public boolean isKeyFrameStart(MemorySegment segment, long offset, int length) {
    return true;
  }
}
