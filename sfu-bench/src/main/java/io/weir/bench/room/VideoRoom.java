package io.weir.bench.room;

import io.weir.bench.IceCheck;
import io.weir.bench.SlotFeedback;
import io.weir.bench.VideoStream;
import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.Command;
import io.weir.core.control.IceParameters;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.TrackSource;
import io.weir.core.control.TransportParameters;
import io.weir.core.counter.PacketCounters;
import io.weir.core.room.Room;
import io.weir.core.room.RoomMessage;
import io.weir.core.room.TrackHandle;
import io.weir.core.room.Trains;
import io.weir.core.room.WorkerLinks;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.stun.StunBindingValidator;
import io.weir.core.stun.UsernameFragments;
import io.weir.core.transport.Transport;
import io.weir.core.transport.TransportContext;
import io.weir.core.transport.TransportIndex;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A room on one worker without sockets: one publisher of VP8 and some who watch. One thread. */
final class VideoRoom {
  private static final String NAME = "bench";
  private static final int FIRST_PORT = 10_000;
  private static final IceParameters CLIENT = new IceParameters("abcd", "y".repeat(24));

  private final Arena arena = Arena.ofShared();
  private final PacketPool pool = new PacketPool(arena, 4096);
  private final DiscardingSender sender;
  private final SlotFeedback feedback;
  private final List<Transport> transports = new ArrayList<>();
  private final StunBindingValidator validator = new StunBindingValidator();
  private final Trains trains = new Trains(true);
  private final Room room;
  private final VideoStream stream = new VideoStream();

  VideoRoom(int subscribers, RouterBenchmark.Outgoing outgoing) {
    this(subscribers, outgoing, SlotFeedback.NONE, null, System.nanoTime());
  }

  /**
   * A room whose clients negotiate feedback.
   *
   * @param listener hears what they are sent
   */
  VideoRoom(
      int subscribers,
      RouterBenchmark.Outgoing outgoing,
      SlotFeedback feedback,
      DiscardingSender.@Nullable Listener listener,
      long nowNs) {
    this.feedback = feedback;
    this.sender = new DiscardingSender(listener);
    TransportContext context =
        new TransportContext(
            new PacketCounters(),
            pool::release,
            sender,
            new OpenSrtpEngine(outgoing),
            ConnectedDtls.factory(),
            new Index(),
            arena.allocate(TransportContext.SCRATCH_LENGTH),
            0,
            new SplittableRandom(1)::nextLong);
    room = new Room(NAME, context, new NoLinks(), trains, event -> {});
    join(0, List.of(track()), List.of(), nowNs);
    for (int i = 1; i <= subscribers; i++) {
      join(i, List.of(), List.of(slot(i)), nowNs);
    }
    long sent = publish(1, nowNs);
    if (sent < subscribers) {
      throw new IllegalStateException("only " + sent + " of " + subscribers + " get packets");
    }
  }

  /** Lets others in who have said what they could see, and have not come yet. */
  void addExpected(int count, int slotsEach, long nowNs) {
    int first = transports.size();
    for (int number = first; number < first + count; number++) {
      List<SlotParameters> slots = new ArrayList<>();
      for (int i = 0; i < slotsEach; i++) {
        slots.add(new SlotParameters(i, slotOf("s" + i, 2 * (number * slotsEach + i))));
      }
      negotiate(number, server(number), List.of(), slots, nowNs);
    }
  }

  /**
   * Has packets arrive in one turn and the worker's timers run; returns how many datagrams left.
   */
  long publish(int count, long nowNs) {
    long before = sender.datagrams();
    for (int i = 0; i < count; i++) {
      Packet packet = Objects.requireNonNull(pool.acquire());
      stream.next(packet, nowNs);
      comeFrom(packet, 0);
      transports.getFirst().handlePacket(packet, nowNs);
    }
    while (trains.routeNext(nowNs, 0)) {
      // until all have left
    }
    long deadlineNs = room.nextDeadlineNs();
    if (deadlineNs != Long.MAX_VALUE && deadlineNs - nowNs <= 0) {
      room.handleTimeout(nowNs);
    }
    return sender.datagrams() - before;
  }

  private void join(
      int number, List<TrackParameters> tracks, List<SlotParameters> slots, long nowNs) {
    IceParameters server = server(number);
    negotiate(number, server, tracks, slots, nowNs);
    connect(transports.getLast(), number, server, nowNs);
  }

  private static IceParameters server(int number) {
    return new IceParameters(UsernameFragments.format(number), "x".repeat(24));
  }

  private void negotiate(
      int number,
      IceParameters server,
      List<TrackParameters> tracks,
      List<SlotParameters> slots,
      long nowNs) {
    TransportParameters transport =
        new TransportParameters(server, CLIENT, List.of(ConnectedDtls.FINGERPRINT));
    room.handle(new Command.AddParticipant(NAME, number), nowNs);
    room.handle(new Command.Negotiate(NAME, number, transport, tracks, slots), nowNs);
  }

  private void connect(Transport transport, int number, IceParameters server, long nowNs) {
    Packet packet = Objects.requireNonNull(pool.acquire());
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment check = IceCheck.nominating(server, CLIENT, memory);
      comeFrom(packet, number);
      validator.validate(check, 0, (int) check.byteSize());
      transport.handleBindingRequest(validator, packet, nowNs);
    }
    pool.release(packet);
    transport.handleDtlsProgress(nowNs);
  }

  private static void comeFrom(Packet packet, int number) {
    packet.socket = 0;
    packet.sourceHigh = 0;
    packet.sourceLow = 0xFFFF_0A00_0001L;
    packet.sourcePort = FIRST_PORT + number;
  }

  private static TrackParameters track() {
    return new TrackParameters(1, TrackSource.CAMERA, false, VideoStream.published());
  }

  private static RtpParameters slotOf(String mid, int ssrc) {
    RtpParameters any = VideoStream.slot(ssrc);
    return new RtpParameters(
        mid, any.kind(), any.codecs(), any.extensions(), any.encodings(), any.cname());
  }

  private SlotParameters slot(int number) {
    return new SlotParameters(0, VideoStream.slot(2 * number, feedback));
  }

  /** Has the publisher send a key frame with each so many packets. */
  void keyFrameEvery(int packets) {
    stream.keyFrameEvery(packets);
  }

  /** Has somebody's feedback arrive, which {@code written} holds. */
  void report(int subscriber, RtcpWriter written, long nowNs) {
    Packet packet = Objects.requireNonNull(pool.acquire());
    packet.offset = packet.base();
    packet.length = written.length();
    packet.arrivalNs = nowNs;
    Bytes.copy(written.segment(), written.offset(), packet.segment(), packet.offset, packet.length);
    comeFrom(packet, subscriber);
    transports.get(subscriber).handlePacket(packet, nowNs);
  }

  /** The number of whoever is behind a path; 0 is the publisher. */
  static int numberOf(NetworkPath path) {
    return path.port() - FIRST_PORT;
  }

  /** Remembers transports in the order in which they were opened. */
  private final class Index implements TransportIndex {
    @Override
    public void addUsernameFragment(long key, Transport transport) {
      transports.add(transport);
    }

    @Override
    public void removeUsernameFragment(long key) {}

    @Override
    public void addPath(NetworkPath path, Transport transport) {}

    @Override
    public void removePath(NetworkPath path, Transport transport) {}

    @Override
    public Runnable wakeUp(Transport transport) {
      return () -> {};
    }
  }

  /** The room lives on one worker. */
  private static final class NoLinks implements WorkerLinks {
    @Override
    public int self() {
      return 0;
    }

    @Override
    public void forward(int worker, TrackHandle track, Packet packet) {
      throw new IllegalStateException("there is no other worker");
    }

    @Override
    public void send(int worker, RoomMessage message) {
      throw new IllegalStateException("there is no other worker");
    }
  }
}
