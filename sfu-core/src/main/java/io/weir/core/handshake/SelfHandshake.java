package io.weir.core.handshake;

import io.weir.core.dtls.DtlsEngine;
import io.weir.core.dtls.DtlsState;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DatagramTransport;

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
      new DtlsClientPeer(
              factory.crypto(),
              certificate,
              List.of(factory.localFingerprint()),
              (int) factory.limits().timeLimit().toMillis())
          .establish(link)
          .close();
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
}
