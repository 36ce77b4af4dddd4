package io.weir.core.testkit;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.srtp.SrtpKeys;
import io.weir.core.srtp.SrtpProfile;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.NamedGroup;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * A DTLS 1.2 client by Bouncy Castle, as a browser would be one: its own certificate, use_srtp, and
 * whatever peculiarities a test asks for. {@link #connect} blocks its caller; one connection per
 * object.
 */
public final class DtlsTestClient {
  final BcTlsCrypto crypto = new BcTlsCrypto();
  final TestCertificate certificate = TestCertificate.generate(crypto);
  final Map<Integer, byte[]> extraExtensions = new TreeMap<>();
  List<SrtpProfile> profiles = List.of(SrtpProfile.values());
  List<Integer> groups = List.of(NamedGroup.secp256r1, NamedGroup.x25519);
  boolean sendsCertificate = true;
  boolean extendedMasterSecret = true;
  int timeLimitMillis = 60_000;
  @Nullable DtlsFingerprint expectedServer;

  /** Fingerprint of its certificate, as its offer would carry it. */
  public DtlsFingerprint fingerprint() {
    return certificate.fingerprint();
  }

  /** Its certificate in DER. */
  public byte[] certificateDer() throws IOException {
    return certificate.chain().getCertificateAt(0).getEncoded();
  }

  /** Offers these profiles, preferred one first; none leaves use_srtp away. */
  public DtlsTestClient withProfiles(SrtpProfile... offered) {
    profiles = List.of(offered);
    return this;
  }

  /** Offers these named groups, known or not, preferred one first. */
  public DtlsTestClient withGroups(Integer... offered) {
    groups = List.of(offered);
    return this;
  }

  /** Answers the certificate request with an empty list. */
  public DtlsTestClient withoutCertificate() {
    sendsCertificate = false;
    return this;
  }

  /** Leaves extended_master_secret away. */
  public DtlsTestClient withoutExtendedMasterSecret() {
    extendedMasterSecret = false;
    return this;
  }

  /** Adds or replaces an extension of the ClientHello. */
  public DtlsTestClient withExtension(int type, byte[] data) {
    extraExtensions.put(type, data.clone());
    return this;
  }

  /** Refuses a server whose certificate has another fingerprint. */
  public DtlsTestClient expecting(DtlsFingerprint server) {
    expectedServer = server;
    return this;
  }

  /** Gives up after this time. */
  public DtlsTestClient withTimeLimitMillis(int millis) {
    timeLimitMillis = millis;
    return this;
  }

  /** Performs the handshake over any transport of datagrams. */
  public Connection connect(DatagramTransport network) throws IOException {
    TestClientPeer peer = new TestClientPeer(this);
    DTLSTransport transport = new DTLSClientProtocol().connect(peer, network);
    return new Connection(peer.keys(), peer.alertsReceived(), transport);
  }

  /**
   * An established association.
   *
   * @param keys as the client sees them: local is what it sends with
   * @param alertsReceived descriptions of alerts that came, in order; grows while reading
   * @param transport to read records from, or send application data to
   */
  public record Connection(SrtpKeys keys, List<Short> alertsReceived, DTLSTransport transport)
      implements AutoCloseable {
    /** Reads for a while, so that alerts and repeated flights are taken notice of. */
    public void readFor(int millis) throws IOException {
      int ignored = transport.receive(new byte[transport.getReceiveLimit()], 0, 1_000, millis);
    }

    /** Says goodbye with close_notify. */
    @Override
    public void close() throws IOException {
      transport.close();
    }
  }
}
