package io.weir.core.codec;

import java.lang.foreign.MemorySegment;

/** Opus audio (RFC 7587): every packet can be decoded by itself. Any thread. */
public final class Opus implements PayloadCodec {
  /** Encoding name. */
  public static final String NAME = "OPUS";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isKeyFrameStart(MemorySegment segment, long offset, int length) {
    return true;
  }
}
