package io.weir.bench.load.media;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import java.util.List;

/**
 * What a client's offer or answer says of it.
 *
 * @param ice its ICE credentials
 * @param candidates its host candidates; there are no others
 * @param fingerprint of the one certificate that all clients of the tester present
 * @param setup its part in DTLS: {@code actpass} in an offer unless it must be passive
 * @param cname of all that it sends (RFC 7022)
 * @param tracks what it publishes, audio first, each kind in the order of {@link ClientMedia}
 */
public record LocalMedia(
    IceParameters ice,
    List<IceCandidate> candidates,
    DtlsFingerprint fingerprint,
    DtlsSetup setup,
    String cname,
    List<LocalTrack> tracks) {

  public LocalMedia {
    candidates = List.copyOf(candidates);
    tracks = List.copyOf(tracks);
  }
}
