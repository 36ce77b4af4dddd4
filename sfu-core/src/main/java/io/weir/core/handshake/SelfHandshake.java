package io.weir.core.handshake;

import io.weir.core.dtls.DtlsEngine;
import io.weir.core.dtls.DtlsState;
import io.weir.core.srtp.SrtpProfile;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DatagramTransport;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * One handshake of a factory with a client of its own, without a network: it loads the classes and
 * proves that DTLS works before anybody calls. The client runs on the calling thread.
 */
final class SelfHandshake implements DatagramTransport {
  private static final byte[] NEWS = {};

  private final BlockingQueue<byte[]> toClient = new LinkedBlockingQueue<>();
  private final DtlsEngine engine;

  private SelfHandshake(BouncyCastleDtlsFactory factory, ServerCertificate client) {
    engine = factory.open(List.of(client.fingerprint()), () -> toClient.add(NEWS));
  }

  static void run(BouncyCastleDtlsFactory factory) {
    ServerCertificate certificate = ServerCertificate.generate(factory.crypto());
    SelfHandshake link = new SelfHandshake(factory, certificate);
    try {
      new DTLSClientProtocol().connect(new Client(factory.crypto(), certificate), link).close();
    } catch (IOException failed) {
      throw new IllegalStateException(
          "DTLS does not work on this JVM: " + link.engine.failure(), failed);
    } finally {
      link.engine.close();
    }
    if (link.engine.state() == DtlsState.FAILED) {
      throw new IllegalStateException("DTLS does not work on this JVM: " + link.engine.failure());
    }
  }

  @Override
  public int getReceiveLimit() {
    return DatagramQueues.SEND_LIMIT;
  }

  @Override
  public int getSendLimit() {
    return DatagramQueues.SEND_LIMIT;
  }

  @Override
  public int receive(byte[] target, int offset, int limit, int waitMillis) throws IOException {
    try {
      byte[] datagram = toClient.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (datagram == null) {
        return -1;
      }
      if (datagram.length == 0) { // NEWS
        engine.poll((segment, start, length) ->
            toClient.add(segment.asSlice(start, length).toArray(ValueLayout.JAVA_BYTE)));
        return receive(target, offset, limit, 1);
      }
      System.arraycopy(datagram, 0, target, offset, datagram.length);
      return datagram.length;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while warming up");
    }
  }

  @Override
  public void send(byte[] record, int offset, int length) {
    engine.handlePacket(MemorySegment.ofArray(record), offset, length, 0);
  }

  @Override
  public void close() {}

  /** The least client that the server accepts. */
  @SuppressWarnings({"JdkObsolete", "rawtypes"}) // Bouncy Castle's API.
  private static final class Client extends DefaultTlsClient {
    private final BcTlsCrypto bcCrypto;
    private final ServerCertificate certificate;

    Client(BcTlsCrypto crypto, ServerCertificate certificate) {
      super(crypto);
      this.bcCrypto = crypto;
      this.certificate = certificate;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
    }

    @Override
    @SuppressWarnings("unchecked") // A Hashtable of Integer and byte[].
    public Hashtable getClientExtensions() throws IOException {
      Hashtable extensions = super.getClientExtensions();
      int[] profiles = {SrtpProfile.AEAD_AES_128_GCM.id()};
      TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profiles, new byte[0]));
      return extensions;
    }

    @Override
    public TlsAuthentication getAuthentication() {
      return new TlsAuthentication() {
        @Override
        public void notifyServerCertificate(TlsServerCertificate server) {}

        @Override
        public TlsCredentials getClientCredentials(CertificateRequest request) {
          return new BcDefaultTlsCredentialedSigner(
              new TlsCryptoParameters(context),
              bcCrypto,
              certificate.privateKey(),
              certificate.chain(),
              SignatureAndHashAlgorithm.getInstance(
                  HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
        }
      };
    }
  }
}
