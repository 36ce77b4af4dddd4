package io.weir.core.testkit;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.dtls.DtlsEngine;
import io.weir.core.dtls.DtlsEngineFactory;
import io.weir.core.dtls.DtlsState;
import java.io.InterruptedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DatagramTransport;

/**
 * Joins a {@link DtlsTestClient} to a server's {@link DtlsEngine} without sockets, and does to
 * their datagrams what {@link Wire} says. Its lock plays the worker's thread.
 */
public final class DtlsTestLink implements DatagramTransport {
  private static final int CLIENT_SEND_LIMIT = 1_400;

  private final Object worker = new Object();
  private final BlockingQueue<byte[]> toClient = new LinkedBlockingQueue<>();
  private final DtlsEngine engine;
  private final Wire wire;
  private final int clientSendLimit;
  private int sentByClient;
  private int sentByServer;

  /** A faultless link. */
  public DtlsTestLink(DtlsEngineFactory factory, DtlsFingerprint client) {
    this(factory, List.of(client), (fromClient, index, datagram) -> List.of(datagram));
  }

  /** A link with faults. */
  public DtlsTestLink(DtlsEngineFactory factory, List<DtlsFingerprint> client, Wire wire) {
    this(factory, client, wire, CLIENT_SEND_LIMIT);
  }

  /** A link with faults whose client sends datagrams of this size at most. */
  public DtlsTestLink(
      DtlsEngineFactory factory, List<DtlsFingerprint> client, Wire wire, int clientSendLimit) {
    this.wire = wire;
    this.clientSendLimit = clientSendLimit;
    engine = factory.open(client, this::drain);
  }

  /** Runs on the worker's behalf. */
  public DtlsState state() {
    synchronized (worker) {
      return engine.state();
    }
  }

  /** The server's end; call it only while nothing is under way. */
  public DtlsEngine engine() {
    return engine;
  }

  /** Closes the server's end. */
  public void closeServer() {
    synchronized (worker) {
      engine.close();
      drain();
    }
  }

  /** Waits until the server's end is in {@code state}; false if that took too long. */
  public boolean awaitState(DtlsState state, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (worker) {
      while (engine.state() != state) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        worker.wait(left);
      }
      return true;
    }
  }

  private void drain() {
    synchronized (worker) {
      engine.poll((segment, offset, length) -> {
        byte[] datagram = segment.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
        toClient.addAll(wire.carry(false, sentByServer++, datagram));
      });
      worker.notifyAll();
    }
  }

  @Override
  public int getReceiveLimit() {
    return 2_048;
  }

  @Override
  public int getSendLimit() {
    return clientSendLimit;
  }

  @Override
  public int receive(byte[] target, int offset, int limit, int waitMillis)
      throws InterruptedIOException {
    try {
      byte[] datagram = toClient.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (datagram == null) {
        return -1;
      }
      System.arraycopy(datagram, 0, target, offset, datagram.length);
      return datagram.length;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  @Override
  public void send(byte[] record, int offset, int length) {
    synchronized (worker) {
      byte[] datagram = Arrays.copyOfRange(record, offset, offset + length);
      for (byte[] carried : wire.carry(true, sentByClient++, datagram)) {
        boolean ignored = engine.handlePacket(MemorySegment.ofArray(carried), 0, carried.length, 0);
      }
    }
  }

  @Override
  public void close() {}

  /** What becomes of a datagram on its way. */
  @FunctionalInterface
  public interface Wire {
    /**
     * The datagrams that arrive instead of this one, none if it is lost.
     *
     * @param fromClient its direction
     * @param index how many went before it in this direction
     */
    List<byte[]> carry(boolean fromClient, int index, byte[] datagram);
  }
}
