package io.weir.core.stun;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.zip.CRC32;

/** Value of the FINGERPRINT attribute (RFC 8489 §14.7). Reusable, for one thread. */
final class StunFingerprint {
  private static final int XOR = 0x5354_554E;

  private final CRC32 crc = new CRC32();
  private final byte[] chunk = new byte[128];

  /** The fingerprint of the {@code length} bytes before the attribute. */
  int compute(MemorySegment segment, long offset, int length) {
    crc.reset();
    for (int done = 0; done < length; done += chunk.length) {
      int count = Math.min(chunk.length, length - done);
      MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset + done, chunk, 0, count);
      crc.update(chunk, 0, count);
    }
    return (int) crc.getValue() ^ XOR;
  }
}
