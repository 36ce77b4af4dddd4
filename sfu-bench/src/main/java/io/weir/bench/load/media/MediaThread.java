package io.weir.bench.load.media;

import io.weir.bench.load.measure.ClientSnapshot;
import io.weir.bench.load.measure.MediaMeter;
import io.weir.bench.load.measure.ThreadLoad;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.handshake.BouncyCastleDtlsFactory;
import io.weir.core.io.LinuxPoller;
import io.weir.core.stun.StunBindingValidator;
import io.weir.core.stun.StunResponseReader;
import io.weir.core.stun.StunWriter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread on which clients live: reads what comes for them, runs what they have to do by the
 * clock, sends, and waits. Any thread may submit; the rest is its own.
 */
final class MediaThread implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MediaThread.class);

  /** Timers and tasks of one turn, so that reading never waits for long. */
  private static final int TIMERS_PER_TURN = 512;

  private static final int TASKS_PER_TURN = 256;

  /**
   * Least time between two looks at sockets that are in use: what comes meanwhile is read in one
   * batch. The kernel notes when it came, so that delays do not show it.
   */
  private static final long REST_NS = 300_000;

  private final Thread thread;
  private final Arena arena = Arena.ofShared();
  private final MediaMeter meter = new MediaMeter();
  private final TimerHeap timers = new TimerHeap();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Set<LoadClient> clients = new LinkedHashSet<>();
  private final ClientPorts ports;
  private final LinuxPoller poller;
  private final ThreadContext context;
  private final Identities identities;
  private volatile boolean closing;

  /** Why the thread died; what is submitted from then on fails. */
  private volatile @Nullable Throwable death;

  /** A thread that has not begun. */
  MediaThread(
      int index,
      MediaPlaneSettings settings,
      BouncyCastleDtlsFactory dtls,
      Identities identities,
      long epochOffsetNs)
      throws IOException {
    this.identities = identities;
    ports = new ClientPorts(arena, meter, epochOffsetNs);
    poller = new LinuxPoller(arena, ports.descriptor());
    Packet spare = Objects.requireNonNull(new PacketPool(arena, 1).acquire());
    context =
        new ThreadContext(
            meter,
            new SendQueue(arena, meter),
            timers,
            settings.srtp().get(),
            dtls,
            this::execute,
            epochOffsetNs,
            new Scratch(arena, settings.publisherSeed()),
            spare,
            new StunWriter(),
            new StunBindingValidator(),
            new StunResponseReader());
    thread = Thread.ofPlatform().name("load-" + index).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  ThreadContext context() {
    return context;
  }

  /** Opens a client; waits until the thread has done so. Any thread. */
  LoadClient open(OpenRequest request) throws IOException {
    CompletableFuture<LoadClient> opened =
        submit(() -> {
          LoadClient client = new LoadClient(this, request, identities, ports);
          clients.add(client);
          return client;
        });
    try {
      return opened.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof IOException io ? io : new IOException(failed.getCause());
    }
  }

  /** Runs something on the thread; fails when that has died. Any thread. */
  <T> CompletableFuture<T> submit(Callable<T> work) {
    Submission<T> submission = new Submission<>(work, new CompletableFuture<>());
    execute(submission);
    return submission.result();
  }

  /** Work that somebody waits for. */
  private record Submission<T>(Callable<T> work, CompletableFuture<T> result) implements Runnable {
    @Override
    public void run() {
      try {
        result.complete(work.call());
      } catch (Exception e) {
        result.completeExceptionally(e);
      } catch (Error e) {
        result.completeExceptionally(e);
        throw e;
      }
    }
  }

  /** Takes a closed client's address back. */
  void forget(LoadClient client, ClientAddress address) {
    clients.remove(client);
    ports.close(address);
  }

  /** What it counted. Its own thread only. */
  MediaMeter meter() {
    return meter;
  }

  /** Datagrams that the kernel dropped. Its own thread only. */
  long kernelDrops() {
    return ports.kernelDrops();
  }

  /** The figures of its clients. Its own thread only. */
  List<ClientSnapshot> snapshots() {
    return clients.stream().map(LoadClient::takeSnapshot).toList();
  }

  /** What it did so far. Its own thread only. */
  ThreadLoad load() {
    long cpuNs = ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
    return new ThreadLoad(thread.getName(), cpuNs, meter.waitedNs);
  }

  /** Closes all clients and ends the thread; waits for it. Any other thread. */
  @Override
  public void close() {
    closing = true;
    poller.wakeUp();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void execute(Runnable task) {
    tasks.add(task);
    // Whoever adds after the last look of a dying thread sees its death.
    Throwable cause = death;
    if (cause == null) {
      poller.wakeUp();
    } else {
      failTasks(cause);
    }
  }

  /** Nobody is to wait for a thread that died. Any thread. */
  private void failTasks(Throwable cause) {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      if (task instanceof Submission<?> submission) {
        submission.result().completeExceptionally(cause);
      }
    }
  }

  private void run() {
    try {
      while (!closing) {
        turn();
      }
      new ArrayList<>(clients).forEach(LoadClient::close);
      while (!tasks.isEmpty()) {
        runTasks();
      }
      context.output().flush();
    } catch (RuntimeException | Error defect) {
      LOG.error("A media thread of the load tester died; its clients are silent", defect);
      death = defect;
      failTasks(defect);
    } finally {
      ports.close();
      poller.close();
    }
  }

  private void turn() {
    long startNs = System.nanoTime();
    long packetsBefore = meter.datagramsReceived;
    runTasks();
    boolean more = ports.receive();
    timers.run(System.nanoTime(), TIMERS_PER_TURN);
    context.output().flush();
    long endNs = System.nanoTime();
    meter.recordTurn(endNs - startNs);
    if (more || !tasks.isEmpty()) {
      return;
    }
    long deadlineNs = timers.nextDeadlineNs();
    long timeoutNs = deadlineNs == TimerHeap.NEVER ? Long.MAX_VALUE : deadlineNs - endNs;
    if (timeoutNs <= 0) {
      return;
    }
    long restNs = startNs + REST_NS - endNs;
    if (meter.datagramsReceived > packetsBefore && restNs > 0) {
      LockSupport.parkNanos(Math.min(restNs, timeoutNs));
    } else {
      poller.await(timeoutNs);
    }
    meter.waitedNs += System.nanoTime() - endNs;
  }

  private void runTasks() {
    for (int i = 0; i < TASKS_PER_TURN; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      try {
        task.run();
      } catch (RuntimeException defect) {
        LOG.error("A task of the load tester failed", defect);
      }
    }
  }
}
