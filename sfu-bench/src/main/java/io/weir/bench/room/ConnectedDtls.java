package io.weir.bench.room;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.dtls.DtlsEngine;
import io.weir.core.dtls.DtlsEngineFactory;
import io.weir.core.dtls.DtlsState;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpProfile;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DTLS whose handshake is over before it begins. */
public final class ConnectedDtls implements DtlsEngine {
  /** Of nobody's certificate. */
  public static final DtlsFingerprint FINGERPRINT = new DtlsFingerprint("sha-256", "00");

  private static final SrtpProfile PROFILE = SrtpProfile.AEAD_AES_128_GCM;

  /** Made once, because transports ask for them again and again. */
  private static final SrtpKeys KEYS = agreedKeys();

  /** Opens such associations. */
  public static DtlsEngineFactory factory() {
    return new DtlsEngineFactory() {
      @Override
      public DtlsEngine open(List<DtlsFingerprint> remoteFingerprints, Runnable wakeUp) {
        wakeUp.run();
        return new ConnectedDtls();
      }

      @Override
      public DtlsFingerprint localFingerprint() {
        return FINGERPRINT;
      }
    };
  }

  @Override
  public boolean handlePacket(MemorySegment segment, long offset, int length, long nowNs) {
    return true;
  }

  @Override
  public void handleTimeout(long nowNs) {}

  @Override
  public long nextDeadlineNs() {
    return Long.MAX_VALUE;
  }

  @Override
  public void poll(Output output) {}

  @Override
  public DtlsState state() {
    return DtlsState.CONNECTED;
  }

  @Override
  public SrtpKeys keys() {
    return KEYS;
  }

  /** What both ends have agreed on, the same for both directions. */
  public static SrtpKeys agreedKeys() {
    byte[] key = new byte[PROFILE.keyLength()];
    byte[] salt = new byte[PROFILE.saltLength()];
    return new SrtpKeys(PROFILE, key, salt, key, salt);
  }

  @Override
  public @Nullable String failure() {
    return null;
  }

  @Override
  public void close() {}
}
