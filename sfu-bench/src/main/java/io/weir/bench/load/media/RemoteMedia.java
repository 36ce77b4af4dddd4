package io.weir.bench.load.media;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import java.util.List;

/**
 * What the server said, and what both agreed on.
 *
 * @param ice the server's ICE credentials
 * @param lite whether it is an ICE-lite agent (RFC 8445 §2.5)
 * @param candidates its candidates; those over TCP are not used
 * @param fingerprints of its certificate, any of which may match
 * @param setup its part in DTLS; {@link DtlsSetup#ACTPASS} only when it offered
 * @param sections all m-lines in order
 */
public record RemoteMedia(
    IceParameters ice,
    boolean lite,
    List<IceCandidate> candidates,
    List<DtlsFingerprint> fingerprints,
    DtlsSetup setup,
    List<AgreedSection> sections) {

  public RemoteMedia {
    candidates = List.copyOf(candidates);
    fingerprints = List.copyOf(fingerprints);
    sections = List.copyOf(sections);
  }
}
