package io.weir.core.dtls;

import io.weir.core.control.DtlsFingerprint;
import java.util.List;

/** Opens DTLS associations; shared by all workers. */
public interface DtlsEngineFactory {
  /**
   * Opens the server side of an association.
   *
   * @param remoteFingerprints the peer's certificate must match one of them
   * @param wakeUp called from any thread when {@link DtlsEngine#poll} or {@link DtlsEngine#state}
   *     has news
   */
  DtlsEngine open(List<DtlsFingerprint> remoteFingerprints, Runnable wakeUp);

  /** Fingerprint of the certificate that all associations present. */
  DtlsFingerprint localFingerprint();
}
