package io.weir.core.control;

import java.util.List;

/**
 * What one association needs: both ends' ICE credentials and the remote certificate's fingerprints.
 * Weir is ICE-lite (RFC 8445 §2.5) and always the DTLS server ({@code a=setup:passive}).
 *
 * @param local Weir's credentials; a change is an ICE restart (RFC 8445 §9)
 * @param remote the client's credentials
 * @param remoteFingerprints any of them may match (RFC 8122 §5.1), never empty
 */
public record TransportParameters(
    IceParameters local, IceParameters remote, List<DtlsFingerprint> remoteFingerprints) {

  public TransportParameters {
    remoteFingerprints = List.copyOf(remoteFingerprints);
    if (remoteFingerprints.isEmpty()) {
      throw new IllegalArgumentException("no remote fingerprint");
    }
  }
}
