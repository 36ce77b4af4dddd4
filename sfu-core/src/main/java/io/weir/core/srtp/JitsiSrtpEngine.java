package io.weir.core.srtp;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jitsi.srtp.crypto.Aes;

/**
 * SRTP by Jitsi's library on the JDK's ciphers: the engine that runs everywhere. One per worker,
 * whose thread is the only one to use it and its sessions.
 */
public final class JitsiSrtpEngine implements SrtpEngine {
  /** What {@link #name} tells. */
  public static final String NAME = "jitsi";

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
    return NAME;
  }

  @Override
  public SrtpSession open(SrtpKeys keys, int maxRemoteSsrcs) {
    return new JitsiSrtpSession(scratch, keys, maxRemoteSsrcs);
  }
}
