package io.weir.core.testkit;

import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.buffer.PacketRecycler;
import io.weir.core.control.Event;
import io.weir.core.counter.LatencyHistogram;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.room.Room;
import io.weir.core.room.RoomMessage;
import io.weir.core.room.TrackHandle;
import io.weir.core.room.Trains;
import io.weir.core.room.WorkerLinks;
import io.weir.core.srtp.SrtpEngine;
import io.weir.core.stun.StunBindingValidator;
import io.weir.core.stun.StunVerdict;
import io.weir.core.transport.DatagramSender;
import io.weir.core.transport.Demultiplexer;
import io.weir.core.transport.Transport;
import io.weir.core.transport.TransportContext;
import io.weir.core.transport.TransportDefect;
import io.weir.core.transport.TransportIndex;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A media worker in virtual time: the real room, transports and pool, with a simulated network for
 * sockets and plain queues to the other workers. One thread.
 */
public final class SimulatedWorker {
  private static final int POOL = 4096;
  private static final long NTP_OFFSET_NS = 3_900_000_000L * 1_000_000_000L;

  private final int index;
  private final List<SimulatedWorker> workers;
  private final PacketPool pool = new PacketPool(Arena.ofAuto(), POOL);
  private final PacketCounters counters = new PacketCounters();
  private final StunBindingValidator validator = new StunBindingValidator();
  private final Map<Long, Transport> fragments = new HashMap<>();
  private final Map<NetworkPath, Transport> paths = new HashMap<>();
  private final Map<NetworkPath, SimulatedLink> clients = new HashMap<>();
  private final Queue<Runnable> inbox = new ArrayDeque<>();
  private final List<Event> events = new ArrayList<>();
  private final List<TransportDefect> defects = new ArrayList<>();
  private final AllocationMeter allocations = new AllocationMeter();
  private final Trains trains = new Trains(true);
  private final Room room;
  private Consumer<Event> listener = event -> {};
  private @Nullable NetworkPath broken;
  private double busyRatio;
  private final int[] handedOver = new int[3];
  private int encodingsTold;
  private long nowNs;

  /** A worker with its share of one room. */
  public SimulatedWorker(
      int index, String roomName, List<SimulatedWorker> workers, SrtpEngine srtp, long seed) {
    this.index = index;
    this.workers = workers;
    Random random = new Random(seed);
    PacketRecycler recycler = packet -> recycle(packet);
    TransportContext context =
        new TransportContext(
            counters,
            recycler,
            new Sender(),
            srtp,
            new AgreedDtls(),
            new Index(),
            Arena.ofAuto().allocate(TransportContext.SCRATCH_LENGTH, 64),
            NTP_OFFSET_NS,
            random::nextLong);
    room = new Room(roomName, context, new Links(), trains, this::onEvent);
  }

  private void onEvent(Event event) {
    boolean measured = allocations.pause();
    try {
      events.add(event);
      listener.accept(event);
    } finally {
      allocations.resume(measured);
    }
  }

  /** Bytes that the media plane has allocated for packets and timers so far. */
  public long allocatedBytes() {
    return allocations.bytes();
  }

  /** Its share of the room. */
  public Room room() {
    return room;
  }

  /** How busy it is from now on, 0 to 1; at first it has nothing else to do. */
  public void busyRatio(double value) {
    busyRatio = value;
  }

  /** What it told signaling so far. */
  public List<Event> events() {
    return events;
  }

  /** Shows each further event to {@code next}, which may fail. */
  public void listenTo(Consumer<Event> next) {
    listener = next;
  }

  /** From now on, sending to a client's path fails as it never should. */
  public void breakPath(NetworkPath path) {
    broken = path;
  }

  /** Which transports failed so far; they were closed. */
  public List<TransportDefect> defects() {
    return defects;
  }

  /** Whether packets wait for others to come. */
  public boolean letsPacketsWait() {
    return trains.nextDeadlineNs() != Long.MAX_VALUE;
  }

  /** Forwards what waits, as when the pool runs low. */
  public void routeAtOnce() {
    while (trains.routeNextAtOnce(nowNs)) {
      // until all have left
    }
  }

  /** Packets of an encoding that it gave to other workers. */
  public int handedOver(int encoding) {
    return handedOver[encoding];
  }

  /** How often it told another worker of a track's encodings. */
  public int encodingsTold() {
    return encodingsTold;
  }

  /** How long video waited in its pacers. */
  public LatencyHistogram pacerWaits() {
    return counters.pacerWaits();
  }

  /** Its counters. */
  public long count(PacketCounter counter) {
    return counters.get(counter);
  }

  /** Whether every packet is back. */
  public boolean poolIsFull() {
    return pool.available() == pool.capacity();
  }

  /** Connects a client's path with the link that leads to it. */
  public void connect(NetworkPath path, SimulatedLink toClient) {
    clients.put(path, toClient);
  }

  /** Takes a datagram from the network. */
  public void receive(NetworkPath from, byte[] datagram, long now) {
    nowNs = now;
    Packet packet = pool.acquire();
    if (packet == null) {
      counters.increment(PacketCounter.POOL_EXHAUSTED);
      room.dropOldestPackets();
      return;
    }
    MemorySegment.copy(
        datagram, 0, packet.segment(), ValueLayout.JAVA_BYTE, packet.offset, datagram.length);
    packet.length = datagram.length;
    packet.arrivalNs = now;
    packet.socket = from.socket();
    packet.sourceHigh = from.addressHigh();
    packet.sourceLow = from.addressLow();
    packet.sourcePort = from.port();
    if (Demultiplexer.classify(Bytes.u8(packet.segment(), packet.offset))
        == Demultiplexer.Protocol.STUN) {
      handleStun(packet);
      recycle(packet);
      return;
    }
    Transport transport = paths.get(from);
    if (transport == null) {
      counters.increment(PacketCounter.UNKNOWN_ADDRESS);
      recycle(packet);
    } else {
      allocations.resume(true);
      transport.handlePacket(packet, now);
      routeTrains();
      allocations.pause();
    }
  }

  /** Lets timers run and takes what other workers sent. */
  public void handleTimeout(long now) {
    nowNs = now;
    Runnable next = inbox.poll();
    while (next != null) {
      next.run();
      next = inbox.poll();
    }
    allocations.resume(true);
    routeTrains();
    try {
      room.handleTimeout(now);
    } catch (TransportDefect e) {
      contain(e);
    }
    allocations.pause();
  }

  private void contain(TransportDefect defect) {
    defects.add(defect);
    defect.transport().fail();
  }

  /** When {@link #handleTimeout} has something to do next. */
  public long nextDeadlineNs() {
    return inbox.isEmpty() ? Math.min(room.nextDeadlineNs(), trains.nextDeadlineNs()) : nowNs;
  }

  private void routeTrains() {
    boolean more = true;
    while (more) {
      try {
        more = trains.routeNext(nowNs, busyRatio);
      } catch (TransportDefect e) {
        contain(e);
      }
    }
  }

  private void handleStun(Packet packet) {
    StunVerdict verdict = validator.validate(packet.segment(), packet.offset, packet.length);
    if (verdict != StunVerdict.BINDING_REQUEST) {
      verdict.countDrop(counters);
      return;
    }
    Transport transport = fragments.get(validator.localUfragKey());
    if (transport == null) {
      counters.increment(PacketCounter.STUN_UNKNOWN_USERNAME);
    } else {
      transport.handleBindingRequest(validator, packet, nowNs);
    }
  }

  private void recycle(Packet packet) {
    packet.pool().release(packet);
  }

  private final class Links implements WorkerLinks {
    @Override
    public int self() {
      return index;
    }

    @Override
    public void forward(int worker, TrackHandle track, Packet packet) {
      packet.retain();
      handedOver[packet.encoding]++;
      SimulatedWorker other = workers.get(worker);
      other.inbox.add(() -> other.room.handleForwarded(track, packet, other.nowNs));
    }

    @Override
    public void send(int worker, RoomMessage message) {
      encodingsTold += message instanceof RoomMessage.Encodings ? 1 : 0;
      SimulatedWorker other = workers.get(worker);
      other.inbox.add(() -> other.room.handleMessage(message, other.nowNs));
    }
  }

  private final class Index implements TransportIndex {
    @Override
    public void addUsernameFragment(long key, Transport transport) {
      fragments.put(key, transport);
    }

    @Override
    public void removeUsernameFragment(long key) {
      fragments.remove(key);
    }

    @Override
    public void addPath(NetworkPath path, Transport transport) {
      paths.put(path, transport);
    }

    @Override
    public void removePath(NetworkPath path, Transport transport) {
      paths.remove(path, transport);
    }

    @Override
    public Runnable wakeUp(Transport transport) {
      return () -> {};
    }
  }

  private final class Sender implements DatagramSender {
    @Override
    public boolean sendsTrains() {
      return true;
    }

    private final MemorySegment segment = Arena.ofAuto().allocate(Packet.CAPACITY);

    @Override
    public MemorySegment segment() {
      return segment;
    }

    @Override
    public long reserve(int maxLength) {
      return 0;
    }

    @Override
    public void commit(int length, NetworkPath path) {
      if (path.equals(broken)) {
        throw new IllegalStateException("on purpose");
      }
      boolean measured = allocations.pause();
      SimulatedLink link = clients.get(path);
      if (link != null) {
        link.send(segment.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), nowNs);
      }
      allocations.resume(measured);
    }
  }
}
