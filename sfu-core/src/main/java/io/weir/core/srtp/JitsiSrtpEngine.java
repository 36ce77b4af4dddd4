package io.weir.core.srtp;

import io.weir.core.buffer.Bytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jitsi.srtp.crypto.Aes;

/**
 * SRTP by Jitsi's library on the JDK's ciphers: the engine that runs everywhere. One per worker,
 * whose thread is the only one to use it and its sessions.
 */
public final class JitsiSrtpEngine implements SrtpEngine {
  private static final int WARM_UP_PACKETS = 200;
  private static final int WARM_UP_PACKET_LENGTH = 1_200;

  /** Kept, because a level is forgotten with its logger; Jitsi tells each choice of a provider. */
  private static final Logger LIBRARY_LOG = Logger.getLogger("org.jitsi.srtp");

  static {
    LIBRARY_LOG.setLevel(Level.WARNING);
    // Unless told, Jitsi benchmarks every provider on first use, under a lock, for most of a second
    // (and its OpenSSL binding is slower for GCM than the JDK's intrinsics).
    Aes.setFactoryClassName("org.jitsi.srtp.crypto.Aes$SunJCECipherFactory");
  }

  private final ScratchPacket scratch = new ScratchPacket();

  @Override
  public String name() {
    return "jitsi";
  }

  @Override
  public SrtpSession open(SrtpKeys keys, int maxRemoteSsrcs) {
    return new JitsiSrtpSession(scratch, keys, maxRemoteSsrcs);
  }

  /**
   * Loads the ciphers of every profile and protects a few packets, so that the first call does not
   * wait for that. Call once at start, on any thread.
   */
  public static void warmUp() {
    JitsiSrtpEngine engine = new JitsiSrtpEngine();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment plain = arena.allocate(WARM_UP_PACKET_LENGTH);
      MemorySegment sealed = arena.allocate(WARM_UP_PACKET_LENGTH + SrtpSession.MAX_RTCP_OVERHEAD);
      for (SrtpProfile profile : SrtpProfile.values()) {
        byte[] key = new byte[profile.keyLength()];
        byte[] salt = new byte[profile.saltLength()];
        SrtpSession session = engine.open(new SrtpKeys(profile, key, salt, key, salt), 1);
        for (int i = 0; i < WARM_UP_PACKETS; i++) {
          exchange(session, plain, sealed, i);
        }
      }
    }
  }

  /** Both ways through a session whose two directions have the same keys. */
  private static void exchange(
      SrtpSession session, MemorySegment plain, MemorySegment sealed, int sequence) {
    Bytes.putU16(plain, 0, 0x8060);
    Bytes.putU16(plain, 2, sequence);
    int rtp = session.protectRtp(plain, 0, 12, plain, 12, WARM_UP_PACKET_LENGTH - 12, sealed, 0);
    int back = session.unprotectRtp(sealed, 0, rtp);
    Bytes.putU16(plain, 0, 0x80C8);
    int rtcp = session.protectRtcp(plain, 0, 28, sealed, 0);
    int rtcpBack = session.unprotectRtcp(sealed, 0, rtcp);
    if (back != WARM_UP_PACKET_LENGTH || rtcpBack != 28) {
      throw new IllegalStateException("SRTP does not work on this JVM: " + back + ", " + rtcpBack);
    }
  }
}
