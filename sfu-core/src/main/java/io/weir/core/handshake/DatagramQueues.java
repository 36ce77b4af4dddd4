package io.weir.core.handshake;

import io.weir.core.buffer.Packet;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/**
 * The two queues of datagrams between a worker and Bouncy Castle. The worker offers and polls
 * without ever waiting; Bouncy Castle's side, which is the methods of {@link DatagramTransport},
 * may be called from several threads.
 *
 * <p>Bouncy Castle sends every record by itself, five in the server's first flight. They are
 * gathered into datagrams of up to {@link #SEND_LIMIT} bytes, which leave when it turns to reading
 * (the flight is over then) or at {@link #flush}: less to lose, and half the time to connect where
 * packets do get lost.
 */
final class DatagramQueues implements DatagramTransport {
  /** Fits any path without fragmentation. */
  static final int SEND_LIMIT = 1_200;

  /** Firefox's first datagram has 1,408 bytes. */
  private static final int RECEIVE_LIMIT = Packet.CAPACITY;

  private static final byte[] WAKE = {};

  private final BlockingQueue<byte[]> inbound;
  private final RecordGate gate;
  private final Queue<byte[]> outbound = new ConcurrentLinkedQueue<>();
  private final Runnable outboundReady;
  private final Object gathering = new Object();
  private byte[] gathered = {};
  private volatile boolean blocking = true;
  private volatile boolean cancelled;

  DatagramQueues(int capacity, DtlsRole role, Runnable outboundReady) {
    gate = new RecordGate(role);
    inbound = new LinkedBlockingQueue<>(capacity);
    this.outboundReady = outboundReady;
  }

  /** Adds a datagram for Bouncy Castle; false when there are too many. */
  boolean offer(byte[] datagram) {
    return inbound.offer(datagram);
  }

  /** The next datagram for the peer, or null. */
  byte @Nullable [] poll() {
    return outbound.poll();
  }

  /** Whether Bouncy Castle has something to read. */
  boolean hasInbound() {
    return !inbound.isEmpty();
  }

  /** From now on reading from an empty queue ends with {@link NothingToRead}. */
  void stopBlocking() {
    blocking = false;
  }

  /** Ends whatever Bouncy Castle reads, now and later. */
  void cancel() {
    cancelled = true;
    inbound.clear();
    inbound.offer(WAKE);
  }

  /** Hands what was gathered to the worker. */
  void flush() {
    transmit(takeGathered());
  }

  @Override
  public int getReceiveLimit() {
    return RECEIVE_LIMIT;
  }

  @Override
  public int getSendLimit() {
    return SEND_LIMIT;
  }

  @Override
  public int receive(byte[] target, int offset, int limit, int waitMillis) throws IOException {
    flush();
    byte[] datagram = next(waitMillis);
    if (datagram == null || datagram.length > limit) {
      return -1; // Bouncy Castle goes on waiting if it is not yet time to send again.
    }
    int admitted = gate.admit(datagram);
    System.arraycopy(datagram, 0, target, offset, admitted);
    return admitted;
  }

  private byte @Nullable [] next(int waitMillis) throws InterruptedIOException {
    try {
      byte[] datagram = blocking ? inbound.poll(waitMillis, TimeUnit.MILLISECONDS) : inbound.poll();
      if (cancelled) {
        throw new InterruptedIOException("Weir closed the association");
      }
      if (datagram == null && !blocking) {
        throw new NothingToRead();
      }
      return datagram;
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Weir is shutting down");
    }
  }

  @Override
  public void send(byte[] record, int offset, int length) throws IOException {
    if (length > SEND_LIMIT) {
      throw new IOException("record of " + length + " bytes");
    }
    byte[] full = null;
    synchronized (gathering) {
      if (gathered.length + length > SEND_LIMIT) {
        full = takeGathered();
      }
      int end = gathered.length;
      gathered = Arrays.copyOf(gathered, end + length);
      System.arraycopy(record, offset, gathered, end, length);
    }
    transmit(full);
  }

  @Override
  public void close() {
    flush();
  }

  private byte @Nullable [] takeGathered() {
    synchronized (gathering) {
      byte[] datagram = gathered;
      gathered = new byte[0];
      return datagram.length == 0 ? null : datagram;
    }
  }

  private void transmit(byte @Nullable [] datagram) {
    if (datagram != null) {
      outbound.add(datagram);
      outboundReady.run();
    }
  }

  /** Ends Bouncy Castle's reading loop, which would otherwise spin; it leaves the rest as it is. */
  static final class NothingToRead extends InterruptedIOException {
    private static final long serialVersionUID = 1L;
  }
}
