package io.weir.bench.srtp;

import io.weir.core.buffer.Bytes;
import io.weir.core.srtp.SrtpEngine;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpProfile;
import io.weir.core.srtp.SrtpSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A stream of RTP packets through sessions whose two directions have the same keys; its next packet
 * is always a new one, as replay protection wants it. One thread.
 */
final class PacketStream {
  /** Packets that are laid out at a time. */
  static final int BATCH = 512;

  private static final int HEADER_LENGTH = 12;
  private static final int TOTAL = 32 * BATCH;
  private static final int STRIDE = 1280;

  private final SrtpEngine engine;
  private final SrtpKeys keys;
  private final int length;
  private final MemorySegment plain = Arena.ofAuto().allocate(STRIDE);
  private final MemorySegment out = Arena.ofAuto().allocate(STRIDE);
  private final MemorySegment sealed = Arena.ofAuto().allocate((long) TOTAL * STRIDE);
  private final MemorySegment packets = Arena.ofAuto().allocate((long) BATCH * STRIDE);
  private SrtpSession session;
  private int sequence;
  private int protectedLength;
  private int next = TOTAL;

  /** Packets of {@code length} bytes before they are protected. */
  PacketStream(SrtpEngine engine, SrtpProfile profile, int length) {
    this.engine = engine;
    this.length = length;
    byte[] key = new byte[profile.keyLength()];
    byte[] salt = new byte[profile.saltLength()];
    keys = new SrtpKeys(profile, key, salt, key, salt);
    session = engine.open(keys, 1);
  }

  /** Out of place, as packets go to subscribers. */
  int protectNext() {
    return protectNext(out, 0);
  }

  /**
   * Lays out the next packets to unprotect, each once per session. They are protected before
   * anything is measured, so that the bytes allocated are those of unprotecting alone.
   */
  void layOut() {
    if (next == TOTAL) {
      reopen();
      if (protectedLength == 0) {
        for (int i = 0; i < TOTAL; i++) {
          protectedLength = protectNext(sealed, (long) i * STRIDE);
        }
        reopen();
      }
      next = 0;
    }
    MemorySegment.copy(sealed, (long) next * STRIDE, packets, 0, packets.byteSize());
    next += BATCH;
  }

  /** In place, as packets come from publishers; all that are laid out. */
  int unprotectAll() {
    int sum = 0;
    for (int i = 0; i < BATCH; i++) {
      sum += checked(session.unprotectRtp(packets, (long) i * STRIDE, protectedLength));
    }
    return sum;
  }

  private void reopen() {
    session.close();
    session = engine.open(keys, 1);
  }

  private int protectNext(MemorySegment target, long offset) {
    Bytes.putU16(plain, 0, 0x8060);
    Bytes.putU16(plain, 2, sequence++);
    int payloadLength = length - HEADER_LENGTH;
    return checked(
        session.protectRtp(
            plain, 0, HEADER_LENGTH, plain, HEADER_LENGTH, payloadLength, target, offset));
  }

  private static int checked(int result) {
    if (result < 0) {
      throw new IllegalStateException("refused: " + result);
    }
    return result;
  }
}
