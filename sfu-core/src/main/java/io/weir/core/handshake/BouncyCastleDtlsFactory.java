package io.weir.core.handshake;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.dtls.DtlsEngine;
import io.weir.core.dtls.DtlsEngineFactory;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * DTLS 1.2 associations by Bouncy Castle, with one certificate for the life of the server. Any
 * thread.
 *
 * <p>A handshake occupies a thread from the peer's first datagram to its end, nearly all of which
 * it sleeps. The number of these threads is the number of concurrent handshakes; further ones wait
 * in a bounded queue, and their time limit includes the waiting. See BouncyCastleDtlsEngine for
 * what happens afterwards.
 */
public final class BouncyCastleDtlsFactory implements DtlsEngineFactory, AutoCloseable {
  private static final long IDLE_THREAD_SECONDS = 30;

  private final BcTlsCrypto crypto = new SmallTlsCrypto(Libcrypto.found());
  private final ServerCertificate certificate = ServerCertificate.generate(crypto);
  private final HandshakeLimits limits;
  private final ThreadPoolExecutor handshakeThreads;
  private final ExecutorService recordThread;

  /** A factory with a fresh certificate, and no thread before the first handshake. */
  public BouncyCastleDtlsFactory(HandshakeLimits limits) {
    this.limits = limits;
    handshakeThreads =
        new ThreadPoolExecutor(
            limits.concurrent(),
            limits.concurrent(),
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(limits.waiting()),
            new BackgroundThreads("weir-dtls-handshake"));
    handshakeThreads.allowCoreThreadTimeOut(true);
    recordThread = Executors.newSingleThreadExecutor(new BackgroundThreads("weir-dtls-records"));
  }

  @Override
  public DtlsEngine open(List<DtlsFingerprint> remoteFingerprints, Runnable wakeUp) {
    return new BouncyCastleDtlsEngine(this, DtlsRole.SERVER, remoteFingerprints, wakeUp);
  }

  /**
   * Opens the client side of an association and begins its handshake at once; otherwise like {@link
   * #open}. Weir as a server needs none: load tests and relays do.
   */
  public DtlsEngine openClient(List<DtlsFingerprint> remoteFingerprints, Runnable wakeUp) {
    BouncyCastleDtlsEngine engine =
        new BouncyCastleDtlsEngine(this, DtlsRole.CLIENT, remoteFingerprints, wakeUp);
    engine.start();
    return engine;
  }

  @Override
  public DtlsFingerprint localFingerprint() {
    return certificate.fingerprint();
  }

  /**
   * Performs one handshake with itself, which takes most of a second because everything is loaded
   * for the first time; the first caller should not wait for that. Call once at start, on any
   * thread.
   */
  public void warmUp() {
    SelfHandshake.run(this);
  }

  /** Handshakes that have a thread now. */
  public int handshakesUnderWay() {
    return handshakeThreads.getActiveCount();
  }

  /** Associations that wait for a handshake thread now. */
  public int handshakesWaiting() {
    return handshakeThreads.getQueue().size();
  }

  /** Ends all handshakes and threads; associations get no more records. */
  @Override
  public void close() {
    handshakeThreads.shutdownNow();
    recordThread.shutdownNow();
  }

  HandshakeLimits limits() {
    return limits;
  }

  Executor handshakeThreads() {
    return handshakeThreads;
  }

  Executor recordThread() {
    return recordThread;
  }

  BcTlsCrypto crypto() {
    return crypto;
  }

  DtlsPeer newPeer(DtlsRole role, List<DtlsFingerprint> expected, int timeLimitMillis) {
    return switch (role) {
      case SERVER -> new DtlsServerPeer(crypto, certificate, expected, timeLimitMillis);
      case CLIENT -> new DtlsClientPeer(crypto, certificate, expected, timeLimitMillis);
    };
  }
}
