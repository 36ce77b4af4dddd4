package io.weir.core.srtp;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Makes an engine ready, so that the first call does not wait for it. Any thread. */
public final class SrtpWarmUp {
  private static final int PACKETS = 200;
  private static final int PACKET_LENGTH = 1_200;
  private static final int HEADER_LENGTH = 12;
  private static final int REPORT_LENGTH = 28;

  private SrtpWarmUp() {}

  /**
   * Loads the ciphers of every profile and protects and unprotects a few packets with each. Call
   * once at start, with an engine of its own.
   *
   * @throws IllegalStateException if what comes back is not what was protected
   */
  public static void run(SrtpEngine engine) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment plain = arena.allocate(PACKET_LENGTH);
      MemorySegment sealed = arena.allocate(PACKET_LENGTH + SrtpSession.MAX_RTCP_OVERHEAD);
      for (SrtpProfile profile : SrtpProfile.values()) {
        byte[] key = new byte[profile.keyLength()];
        byte[] salt = new byte[profile.saltLength()];
        try (SrtpSession session = engine.open(new SrtpKeys(profile, key, salt, key, salt), 1)) {
          for (int i = 0; i < PACKETS; i++) {
            exchange(session, plain, sealed, i);
          }
        }
      }
    }
  }

  /** Both ways through a session whose two directions have the same keys. */
  private static void exchange(
      SrtpSession session, MemorySegment plain, MemorySegment sealed, int sequence) {
    Bytes.putU16(plain, 0, 0x8060);
    Bytes.putU16(plain, 2, sequence);
    int payloadLength = PACKET_LENGTH - HEADER_LENGTH;
    int rtp =
        session.protectRtp(plain, 0, HEADER_LENGTH, plain, HEADER_LENGTH, payloadLength, sealed, 0);
    int back = session.unprotectRtp(sealed, 0, rtp);
    Bytes.putU16(plain, 0, 0x80C8);
    int rtcp = session.protectRtcp(plain, 0, REPORT_LENGTH, sealed, 0);
    int rtcpBack = session.unprotectRtcp(sealed, 0, rtcp);
    if (back != PACKET_LENGTH || rtcpBack != REPORT_LENGTH) {
      throw new IllegalStateException("SRTP does not work on this JVM: " + back + ", " + rtcpBack);
    }
  }
}
