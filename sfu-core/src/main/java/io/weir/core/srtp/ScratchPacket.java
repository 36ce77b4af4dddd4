package io.weir.core.srtp;

import io.weir.core.buffer.Packet;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jitsi.utils.ByteArrayBuffer;

/**
 * The one packet on the heap that an engine's sessions take turns with, because Jitsi's contexts
 * transform {@code byte[]} in place. Worker thread only.
 */
final class ScratchPacket implements ByteArrayBuffer {
  private final byte[] bytes = new byte[Packet.CAPACITY + SrtpSession.MAX_RTCP_OVERHEAD];
  private int length;

  /** Replaces the content; the caller has checked that it {@link #fits}. */
  void set(MemorySegment source, long offset, int count) {
    length = 0;
    add(source, offset, count);
  }

  /** Appends to the content; the caller has checked that it {@link #fits}. */
  void add(MemorySegment source, long offset, int count) {
    MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, bytes, length, count);
    length += count;
  }

  /** Writes the content to {@code target}. */
  void copyTo(MemorySegment target, long offset) {
    MemorySegment.copy(bytes, 0, target, ValueLayout.JAVA_BYTE, offset, length);
  }

  /** Whether {@code count} bytes find room, with what protecting adds. */
  static boolean fits(int count) {
    return count <= Packet.CAPACITY;
  }

  @Override
  public byte[] getBuffer() {
    return bytes;
  }

  @Override
  public int getOffset() {
    return 0;
  }

  @Override
  public int getLength() {
    return length;
  }

  @Override
  public void setLength(int length) {
    this.length = length;
  }

  @Override
  public void setOffset(int offset) {
    throw new UnsupportedOperationException("the scratch packet begins at 0");
  }

  @Override
  public boolean isInvalid() {
    return false;
  }

  @Override
  public void readRegionToBuff(int offset, int count, byte[] target) {
    System.arraycopy(bytes, offset, target, 0, count);
  }

  @Override
  public void grow(int count) {
    if (length + count > bytes.length) {
      throw new IllegalStateException("no room for the authentication tag");
    }
  }

  @Override
  public void append(byte[] data, int count) {
    System.arraycopy(data, 0, bytes, length, count);
    length += count;
  }

  @Override
  public void shrink(int count) {
    length = Math.max(0, length - count);
  }
}
