package io.weir.core.testkit;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.dtls.DtlsEngine;
import io.weir.core.dtls.DtlsEngineFactory;
import io.weir.core.dtls.DtlsState;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpProfile;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for DTLS where time is virtual, since Bouncy Castle's timers are real: any DTLS
 * datagram completes the handshake, with keys that follow from the client's fingerprint.
 */
public final class AgreedDtls implements DtlsEngineFactory {
  private static final byte[] HELLO = {22, 0};

  /** What a client sends to be connected. */
  public static byte[] hello() {
    return HELLO.clone();
  }

  /** The client's view of the keys that its fingerprint leads to. */
  public static SrtpKeys clientKeys(DtlsFingerprint fingerprint) {
    SrtpKeys server = serverKeys(fingerprint);
    return new SrtpKeys(
        server.profile(),
        server.remoteKey(),
        server.remoteSalt(),
        server.localKey(),
        server.localSalt());
  }

  private static SrtpKeys serverKeys(DtlsFingerprint fingerprint) {
    Random random = new Random(fingerprint.value().hashCode());
    SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;
    return new SrtpKeys(
        profile,
        bytes(random, profile.keyLength()),
        bytes(random, profile.saltLength()),
        bytes(random, profile.keyLength()),
        bytes(random, profile.saltLength()));
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Override
  public DtlsEngine open(List<DtlsFingerprint> remoteFingerprints, Runnable wakeUp) {
    return new Engine(serverKeys(remoteFingerprints.getFirst()));
  }

  @Override
  public DtlsFingerprint localFingerprint() {
    return new DtlsFingerprint("sha-256", "00");
  }

  private static final class Engine implements DtlsEngine {
    private final SrtpKeys keys;
    private DtlsState state = DtlsState.HANDSHAKING;

    private Engine(SrtpKeys keys) {
      this.keys = keys;
    }

    @Override
    public boolean handlePacket(MemorySegment segment, long offset, int length, long nowNs) {
      if (state == DtlsState.HANDSHAKING) {
        state = DtlsState.CONNECTED;
      }
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
      return state;
    }

    @Override
    public @Nullable SrtpKeys keys() {
      return state == DtlsState.CONNECTED ? keys : null;
    }

    @Override
    public @Nullable String failure() {
      return null;
    }

    @Override
    public void close() {
      state = DtlsState.CLOSED;
    }
  }
}
