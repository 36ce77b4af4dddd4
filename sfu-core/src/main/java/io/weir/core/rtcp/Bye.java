package io.weir.core.rtcp;

import io.weir.core.buffer.Bytes;

/** Fields of the BYE packet that a reader stands at (RFC 3550 §6.6). */
public final class Bye {
  private Bye() {}

  /** A source that ends; {@code index} runs from 0 to the packet's {@link RtcpReader#count} - 1. */
  public static int ssrc(RtcpReader reader, int index) {
    return Bytes.i32(reader.segment(), reader.bodyOffset() + (long) index * Integer.BYTES);
  }
}
