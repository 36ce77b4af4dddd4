package io.weir.core.io;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.Event;
import io.weir.core.control.ParticipantStatistics;
import io.weir.core.control.WorkerStatistics;
import io.weir.core.counter.LatencyHistogram;
import io.weir.core.counter.PacketCounters;
import io.weir.core.room.Room;
import io.weir.core.room.RoomMessage;
import io.weir.core.room.TrackHandle;
import io.weir.core.room.Trains;
import io.weir.core.transport.TransportContext;
import io.weir.core.transport.TransportDefect;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that touches its sockets, transports and shares of rooms. Others reach it through
 * {@link MediaWorkerProxy} and {@link WorkerLink} only.
 *
 * <p>Each turn of its duty cycle reads the clock once, then takes a bounded amount of every kind of
 * work, sends what came of it, and waits until there is more or a deadline is due.
 */
final class MediaWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(MediaWorker.class);

  /** Tasks from signaling per turn: media never waits behind a burst of joins. */
  private static final int MAX_TASKS = 32;

  /** DTLS handshakes with news per turn. */
  private static final int MAX_PROGRESS = 32;

  /** Packets and messages from each other worker per turn. */
  private static final int MAX_FORWARDED = 256;

  /** Batches from each socket per turn. */
  private static final int MAX_BATCHES = 4;

  /** Free packets that a batch should find, as some of it may be trains; a share of small pools. */
  private static final int WANTED_PACKETS = 8 * UdpSocket.RECEIVE_BATCH;

  private static final int WANTED_SHARE = 8;

  /** Never waits longer, so that the load is never measured over much more than a second. */
  private static final long MAX_WAIT_NS = 1_000_000_000L;

  /** Seconds between the NTP epoch (RFC 5905 §6) and Java's. */
  private static final long NTP_EPOCH_SECONDS = 2_208_988_800L;

  private final int index;
  private final Consumer<Event> events;
  private final Arena arena = Arena.ofShared();
  private final PacketCounters counters = new PacketCounters();
  private final PacketPool pool;
  private final int wantedPackets;
  private final WorkerSockets sockets;
  private final TransportDirectory directory;
  private final LoadMeter load = new LoadMeter(System.nanoTime());
  private final AtomicInteger freePackets = new AtomicInteger();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final @Nullable Packet[] batch = new @Nullable Packet[UdpSocket.MAX_RECEIVED];
  private final PacketQueue.Handler<Object> forwarded = this::handleForwarded;
  private final TransportContext context;
  private final Neighbours neighbours;
  private final Dispatcher dispatcher;
  private final RoomShares shares;
  private final Trains trains;
  private final TcpHandler tcp = new ConnectionHandler();
  private final StatisticsDesk statistics = new StatisticsDesk();
  private final DefectLog defects;
  private volatile boolean stopping;
  private long nowNs = System.nanoTime();

  /**
   * A worker whose sockets are bound and whose thread is not yet started.
   *
   * @param index number of the worker
   * @param addresses where to bind
   * @param links to and from other workers
   * @throws IOException if a socket cannot be bound
   */
  MediaWorker(
      int index, MediaWorkerSettings settings, List<InetSocketAddress> addresses, LinkTable links)
      throws IOException {
    this.index = index;
    defects = new DefectLog(LOG::error, index);
    this.events = settings.events();
    pool =
        new PacketPool(
            UntouchedMemory.allocate(arena, (long) settings.packets() * Packet.CAPACITY), index);
    wantedPackets =
        Math.clamp(settings.packets() / WANTED_SHARE, UdpSocket.RECEIVE_BATCH, WANTED_PACKETS);
    try {
      sockets =
          WorkerSockets.open(settings.io(), settings.trains(), addresses, arena, pool, counters);
    } catch (IOException e) {
      arena.close();
      throw e;
    }
    directory = new TransportDirectory(sockets.connections(), this::wakeUp);
    neighbours = links.neighboursOf(pool, counters);
    context =
        new TransportContext(
            counters,
            neighbours,
            sockets.sendBatch(),
            settings.srtp().get(),
            settings.dtls(),
            directory,
            arena.allocate(TransportContext.SCRATCH_LENGTH, Long.BYTES),
            ntpOffsetNs(),
            settings.random());
    trains = new Trains(sockets.sendBatch().sendsTrains());
    dispatcher = new Dispatcher(directory, counters, neighbours);
    shares = new RoomShares(this::newRoom, counters, neighbours);
  }

  @Override
  public void run() {
    try {
      runUntilStopped();
    } finally {
      statistics.close();
    }
  }

  private void runUntilStopped() {
    while (!stopping) {
      await(turn() ? 0 : MAX_WAIT_NS);
    }
    nowNs = System.nanoTime();
    runTasks(Integer.MAX_VALUE);
    shares.closeAll(nowNs);
    sockets.sendBatch().flush();
  }

  /** Does what there is to do; true if there is more to do at once. */
  boolean turn() {
    nowNs = System.nanoTime();
    load.endWait(nowNs);
    boolean more = workSafely();
    freePackets.setOpaque(pool.available());
    return more;
  }

  /** Waits until there is something to do, at most for so long. */
  void await(long maxWaitNs) {
    long beforeNs = System.nanoTime();
    load.beginWait(beforeNs);
    sockets.await(maxWaitNs == 0 ? 0 : Math.min(untilDeadlineNs(beforeNs), maxWaitNs));
  }

  private long untilDeadlineNs(long now) {
    long trainNs = trains.nextDeadlineNs();
    long untilTrainNs = trainNs == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(trainNs - now, 0);
    return Math.min(shares.untilDeadlineNs(now), untilTrainNs);
  }

  /** Asks the thread to end its rooms and then itself. Any thread. */
  void stop() {
    stopping = true;
    wakeUp();
  }

  /** Wakes the worker. Any thread. */
  void wakeUp() {
    sockets.wakeUp();
  }

  /** Runs a task on the worker's thread. Any thread; tasks of one thread keep their order. */
  void submit(Runnable task) {
    tasks.add(task);
    wakeUp();
  }

  /** Asks for what happened to everybody here, or in one room. Any thread; never waits. */
  CompletableFuture<WorkerStatistics> statistics(@Nullable String room) {
    CompletableFuture<WorkerStatistics> answer =
        statistics.ask(room).thenApply(participants -> statisticsOf(true, participants));
    wakeUp();
    return answer;
  }

  /** What can be said of the worker without asking it. Any thread. */
  WorkerStatistics statisticsOf(boolean answered, List<ParticipantStatistics> participants) {
    return new WorkerStatistics(
        index, answered, busyRatio(), freePackets(), pool.capacity(), participants);
  }

  /** How long forwarded packets took. Any thread. */
  LatencyHistogram latency() {
    return sockets.latency();
  }

  /** Takes back what other workers held, once all threads have ended. */
  void takeLeftovers() {
    neighbours.drain(this::giveBack, Integer.MAX_VALUE);
  }

  /** Closes sockets and frees memory, after every worker's {@link #takeLeftovers}. */
  void close() {
    neighbours.takeReturned();
    sockets.close();
    freePackets.set(pool.available());
    if (pool.available() < pool.capacity()) {
      LOG.error(
          "Worker {} lost {} packets; this is a defect of Weir",
          index,
          pool.capacity() - pool.available());
    }
    arena.close();
  }

  int index() {
    return index;
  }

  RoomShares shares() {
    return shares;
  }

  long nowNs() {
    return nowNs;
  }

  PacketCounters counters() {
    return counters;
  }

  double busyRatio() {
    return load.busyRatio();
  }

  int freePackets() {
    return freePackets.getOpaque();
  }

  List<InetSocketAddress> localAddresses() {
    return sockets.localAddresses();
  }

  /** A defect costs one turn; what each kind of work guards itself costs less. */
  private boolean workSafely() {
    try {
      return work();
    } catch (Throwable e) {
      // Errors, too: without this thread its rooms would stand still while the process lives on.
      defects.turnFailed(e, nowNs);
      recycleBatch();
      return sockets.connections().hasUnread();
    }
  }

  private void recycleBatch() {
    for (int i = 0; i < batch.length; i++) {
      Packet packet = batch[i];
      if (packet != null) {
        batch[i] = null;
        neighbours.recycle(packet);
      }
    }
  }

  /** One turn; true if there is more to do at once. */
  private boolean work() {
    boolean more = runTasks(MAX_TASKS);
    neighbours.takeReturned();
    more |= neighbours.drain(forwarded, MAX_FORWARDED);
    more |= receive();
    more |= sockets.receiveTcp(tcp, nowNs);
    routeTrains(false);
    more |= takeProgress();
    sockets.connections().handleTimeout(tcp, nowNs);
    shares.handleTimeout(nowNs);
    sockets.sendBatch().flush();
    more |= neighbours.flush();
    more |= statistics.work(shares);
    return more;
  }

  private boolean runTasks(int limit) {
    for (int i = 0; i < limit; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        return false;
      }
      try {
        task.run();
      } catch (RuntimeException e) {
        LOG.error("A task of worker {} failed; this is a defect of Weir", index, e);
      }
    }
    return true;
  }

  private boolean receive() {
    boolean more = false;
    for (int socket = 0; socket < sockets.count(); socket++) {
      if (sockets.isReadable(socket)) {
        more |= receive(socket);
      }
    }
    return more;
  }

  private boolean receive(int socket) {
    int received = 0;
    for (int i = 0; i < MAX_BATCHES; i++) {
      makeRoom();
      int count = sockets.receive(socket, batch, nowNs);
      for (int j = 0; j < count; j++) {
        Packet packet = Objects.requireNonNull(batch[j]);
        batch[j] = null;
        dispatcher.dispatch(packet, nowNs);
      }
      received += count;
      if (sockets.isDrained(socket)) {
        return false;
      }
      if (received >= MAX_BATCHES * UdpSocket.RECEIVE_BATCH) {
        return true; // They came in trains.
      }
    }
    return true;
  }

  /** Forwards what was collected of each track, at once or when it has waited long enough. */
  private void routeTrains(boolean atOnce) {
    boolean more = true;
    while (more) {
      try {
        more = atOnce ? trains.routeNextAtOnce(nowNs) : trains.routeNext(nowNs, load.busyRatio());
      } catch (TransportDefect e) {
        Defects.contain(e);
      } catch (RuntimeException e) {
        LOG.error("Forwarding failed; this is a defect of Weir", e);
      }
    }
  }

  /** Old packets go before new ones; those of other workers' pools make no room here. */
  private void makeRoom() {
    if (pool.available() < wantedPackets) {
      routeTrains(true); // What waits cannot be dropped.
    }
    for (int i = 0; i < UdpSocket.RECEIVE_BATCH && pool.available() < wantedPackets; i++) {
      if (!shares.dropOldestPackets()) {
        return;
      }
    }
  }

  private boolean takeProgress() {
    for (int i = 0; i < MAX_PROGRESS; i++) {
      if (!dispatcher.dispatchProgress(nowNs)) {
        return false;
      }
    }
    return true;
  }

  private void handleForwarded(Object target, @Nullable Packet packet) {
    if (packet != null) {
      shares.handleForwarded((TrackHandle) target, packet, nowNs);
      return;
    }
    RoomMessage message = (RoomMessage) target;
    if (!shares.has(message.room())) {
      // The server's word that opens the share came before this message, but maybe after the tasks
      // of this turn were run.
      runTasks(Integer.MAX_VALUE);
    }
    shares.handleMessage(message, nowNs);
  }

  private void giveBack(Object target, @Nullable Packet packet) {
    if (packet != null) {
      neighbours.recycle(packet);
    }
  }

  private Room newRoom(String name) {
    return new Room(name, context, neighbours, trains, this::publish);
  }

  private void publish(Event event) {
    try {
      events.accept(event);
    } catch (RuntimeException e) {
      LOG.error("The receiver of {} failed", event, e);
    }
  }

  private static long ntpOffsetNs() {
    long unixNs = System.currentTimeMillis() * 1_000_000;
    return unixNs + NTP_EPOCH_SECONDS * 1_000_000_000 - System.nanoTime();
  }

  /** Treats what comes over TCP like what comes over UDP. */
  private final class ConnectionHandler implements TcpHandler {
    @Override
    public void onBeforeRead() {
      makeRoom();
    }

    @Override
    public void onFrame(Packet packet) {
      dispatcher.dispatch(packet, nowNs);
    }

    @Override
    public void onLost(NetworkPath path) {
      dispatcher.dispatchLoss(path);
    }
  }
}
