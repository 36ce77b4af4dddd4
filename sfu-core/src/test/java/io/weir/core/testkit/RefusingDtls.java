package io.weir.core.testkit;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.dtls.DtlsEngine;
import io.weir.core.dtls.DtlsEngineFactory;
import io.weir.core.dtls.DtlsState;
import io.weir.core.srtp.SrtpKeys;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A DTLS that fails at the first datagram, or at a time that the test sets. One thread. */
public final class RefusingDtls implements DtlsEngineFactory, DtlsEngine {
  /** Why it fails. */
  public static final String FAILURE = "wrong fingerprint";

  private DtlsState state = DtlsState.HANDSHAKING;
  private long failureNs = Long.MAX_VALUE;

  /** It will fail by its timer. */
  public void failAtNextTimeout(long deadlineNs) {
    failureNs = deadlineNs;
  }

  @Override
  public DtlsEngine open(List<DtlsFingerprint> remoteFingerprints, Runnable wakeUp) {
    return this;
  }

  @Override
  public DtlsFingerprint localFingerprint() {
    return new DtlsFingerprint("sha-256", "00");
  }

  @Override
  public boolean handlePacket(MemorySegment segment, long offset, int length, long nowNs) {
    state = DtlsState.FAILED;
    return false;
  }

  @Override
  public void handleTimeout(long nowNs) {
    if (failureNs != Long.MAX_VALUE && failureNs - nowNs <= 0) {
      failureNs = Long.MAX_VALUE;
      state = DtlsState.FAILED;
    }
  }

  @Override
  public long nextDeadlineNs() {
    return failureNs;
  }

  @Override
  public void poll(Output output) {}

  @Override
  public DtlsState state() {
    return state;
  }

  @Override
  public @Nullable SrtpKeys keys() {
    return null;
  }

  @Override
  public @Nullable String failure() {
    return state == DtlsState.FAILED ? FAILURE : null;
  }

  @Override
  public void close() {}
}
