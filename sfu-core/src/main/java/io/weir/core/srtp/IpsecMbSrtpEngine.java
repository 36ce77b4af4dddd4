package io.weir.core.srtp;

import java.util.Optional;

/**
 * SRTP whose AEAD_AES_128_GCM is done by Intel's ipsec-mb, several times faster than by the JDK,
 * without copies and without allocation; Jitsi's engine does the other profile. One per worker,
 * whose thread is the only one to use it and its sessions.
 */
public final class IpsecMbSrtpEngine implements SrtpEngine {
  /** What {@link #name} tells. */
  public static final String NAME = "ipsec-mb";

  private final GcmCipher cipher;
  private final KeyBlocks blocks = new KeyBlocks();
  private final SessionKeys derivation = new SessionKeys();
  private final JitsiSrtpEngine others = new JitsiSrtpEngine();

  /**
   * An engine without sessions.
   *
   * @throws IllegalStateException if there is an {@link #unfitness}
   */
  public IpsecMbSrtpEngine() {
    IpsecMb.functions(); // Throws here rather than while a class is initialised.
    cipher = new GcmCipher();
  }

  /**
   * Why this machine cannot run it, as half a sentence; empty if it can. The first call looks for
   * the library and asks it for known answers, which takes some milliseconds.
   */
  public static Optional<String> unfitness() {
    return IpsecMb.unfitness();
  }

  /**
   * Which of its functions the library runs on this processor, for the log.
   *
   * @throws IllegalStateException if there is an {@link #unfitness}
   */
  public static String processorFamily() {
    return IpsecMb.family();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SrtpSession open(SrtpKeys keys, int maxRemoteSsrcs) {
    return switch (keys.profile()) {
      case AEAD_AES_128_GCM -> new GcmSrtpSession(cipher, blocks, derivation, keys, maxRemoteSsrcs);
      case AES_CM_128_HMAC_SHA1_80 -> others.open(keys, maxRemoteSsrcs);
    };
  }

  /** The memory of expanded keys, for tests. */
  KeyBlocks blocks() {
    return blocks;
  }
}
