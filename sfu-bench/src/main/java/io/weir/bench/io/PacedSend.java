package io.weir.bench.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * What the kernel alone takes to send a publisher's packets to an audience: bursts of bare
 * sendmmsg(2) with a pause between them, to sockets that somebody reads from. More than in a loop
 * ({@link io.weir.bench.yardstick.SendBenchmark}), because caches cool down in the pauses, and
 * waking up the readers is the sender's bill. No server can forward for less without trains.
 */
public final class PacedSend {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int LENGTH = 2_048;

  private PacedSend() {}

  /**
   * Sends for a while.
   *
   * @param viewers sockets of the audience
   * @param packetsPerSecond of the publisher
   * @return CPU time of the sending thread per datagram, ns
   */
  public static double cpuNs(int viewers, int packetsPerSecond, Duration time) throws IOException {
    int batches = (viewers + BareSocket.BATCH - 1) / BareSocket.BATCH;
    long periodNs = Duration.ofSeconds(1).toNanos() / packetsPerSecond;
    try (Sinks sinks = new Sinks(viewers, BUFFER_BYTES);
        BareSocket socket = new BareSocket(1, sinks, viewers);
        Selector selector = Selector.open()) {
      sinks.register(selector);
      AtomicBoolean over = new AtomicBoolean();
      Thread reader = Thread.ofPlatform().daemon().start(() -> read(selector, over));
      send(socket, batches, periodNs, time.dividedBy(2));
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadCpuTime();
      long datagrams = send(socket, batches, periodNs, time);
      double spentNs = threads.getCurrentThreadCpuTime() - before;
      over.set(true);
      selector.wakeup();
      join(reader);
      return spentNs / datagrams;
    }
  }

  private static long send(BareSocket socket, int batches, long periodNs, Duration time) {
    long datagrams = 0;
    long nextNs = System.nanoTime();
    long endNs = nextNs + time.toNanos();
    while (nextNs - endNs < 0) {
      for (int i = 0; i < batches; i++) {
        socket.send();
      }
      datagrams += (long) batches * BareSocket.BATCH;
      nextNs += periodNs;
      for (long now = System.nanoTime(); nextNs - now > 0; now = System.nanoTime()) {
        LockSupport.parkNanos(nextNs - now);
      }
    }
    return datagrams;
  }

  private static void read(Selector selector, AtomicBoolean over) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(LENGTH);
    try {
      while (!over.get()) {
        selector.select();
        for (SelectionKey key : selector.selectedKeys()) {
          DatagramChannel channel = (DatagramChannel) key.channel();
          while (channel.receive(buffer.clear()) != null) {
            buffer.clear();
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void join(Thread reader) {
    try {
      reader.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
