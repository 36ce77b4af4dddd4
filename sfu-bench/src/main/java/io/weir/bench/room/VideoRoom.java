package io.weir.bench.room;

import io.weir.bench.IceCheck;
import io.weir.core.buffer.Bytes;
import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.Command;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.IceParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.TrackSource;
import io.weir.core.control.TransportParameters;
import io.weir.core.counter.PacketCounters;
import io.weir.core.room.Room;
import io.weir.core.room.RoomMessage;
import io.weir.core.room.TrackHandle;
import io.weir.core.room.WorkerLinks;
import io.weir.core.stun.StunBindingValidator;
import io.weir.core.stun.UsernameFragments;
import io.weir.core.transport.Transport;
import io.weir.core.transport.TransportContext;
import io.weir.core.transport.TransportIndex;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/** A room on one worker without sockets: one publisher of VP8 and some who watch. One thread. */
final class VideoRoom {
  private static final String NAME = "bench";
  private static final IceParameters CLIENT = new IceParameters("abcd", "y".repeat(24));
  private static final int PACKET_LENGTH = 1200;
  private static final int PACKETS_PER_FRAME = 4;
  private static final int PAYLOAD_TYPE = 96;
  private static final int RTX_PAYLOAD_TYPE = 97;
  private static final int TRANSPORT_CC_ID = 3;
  private static final int PUBLISHER_SSRC = 0x1234_5678;

  private final Arena arena = Arena.ofShared();
  private final PacketPool pool = new PacketPool(arena, 4096);
  private final DiscardingSender sender = new DiscardingSender();
  private final List<Transport> transports = new ArrayList<>();
  private final StunBindingValidator validator = new StunBindingValidator();
  private final Room room;
  private int sequence;

  VideoRoom(int subscribers, RouterBenchmark.Outgoing outgoing) {
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
    room = new Room(NAME, context, new NoLinks(), event -> {});
    long nowNs = System.nanoTime();
    join(0, List.of(track()), List.of(), nowNs);
    for (int i = 1; i <= subscribers; i++) {
      join(i, List.of(), List.of(slot(i)), nowNs);
    }
    long sent = publishPacket(nowNs);
    if (sent < subscribers) {
      throw new IllegalStateException("only " + sent + " of " + subscribers + " get packets");
    }
  }

  /** Has one packet arrive and the worker's timers run; returns how many datagrams left. */
  long publishPacket(long nowNs) {
    long before = sender.datagrams();
    Packet packet = Objects.requireNonNull(pool.acquire());
    writePacket(packet, nowNs);
    transports.getFirst().handlePacket(packet, nowNs);
    long deadlineNs = room.nextDeadlineNs();
    if (deadlineNs != Long.MAX_VALUE && deadlineNs - nowNs <= 0) {
      room.handleTimeout(nowNs);
    }
    return sender.datagrams() - before;
  }

  private void writePacket(Packet packet, long nowNs) {
    MemorySegment segment = packet.segment();
    long offset = packet.offset;
    packet.length = PACKET_LENGTH;
    packet.arrivalNs = nowNs;
    comeFrom(packet, 0);
    int number = sequence++;
    Bytes.putU16(segment, offset, 0x9000 | PAYLOAD_TYPE);
    Bytes.putU16(segment, offset + 2, number);
    Bytes.putI32(segment, offset + 4, number / PACKETS_PER_FRAME * 3000);
    Bytes.putI32(segment, offset + 8, PUBLISHER_SSRC);
    Bytes.putI32(segment, offset + 12, 0xBEDE_0001);
    Bytes.putI32(segment, offset + 16, TRANSPORT_CC_ID << 28 | 1 << 24 | (number & 0xFFFF) << 8);
    // VP8 descriptor: a partition begins; payload header: a key frame only at the start.
    Bytes.putU8(segment, offset + 20, number % PACKETS_PER_FRAME == 0 ? 0x10 : 0);
    Bytes.putU8(segment, offset + 21, number < PACKETS_PER_FRAME ? 0 : 1);
  }

  private void join(
      int number, List<TrackParameters> tracks, List<SlotParameters> slots, long nowNs) {
    IceParameters server = new IceParameters(UsernameFragments.format(number), "x".repeat(24));
    TransportParameters transport =
        new TransportParameters(server, CLIENT, List.of(ConnectedDtls.FINGERPRINT));
    room.handle(new Command.AddParticipant(NAME, number), nowNs);
    room.handle(new Command.Negotiate(NAME, number, transport, tracks, slots), nowNs);
    connect(transports.getLast(), number, server, nowNs);
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
    packet.sourcePort = 10_000 + number;
  }

  private static TrackParameters track() {
    return new TrackParameters(1, TrackSource.CAMERA, false, video("p", PUBLISHER_SSRC));
  }

  private static SlotParameters slot(int number) {
    return new SlotParameters(0, video("s", 2 * number));
  }

  private static RtpParameters video(String mid, int ssrc) {
    CodecParameters vp8 =
        new CodecParameters(
            PAYLOAD_TYPE,
            "VP8",
            90_000,
            0,
            Map.of(),
            Set.of("nack", "nack pli", "transport-cc"),
            RTX_PAYLOAD_TYPE);
    Map<HeaderExtensionId, Integer> extensions =
        ssrc == PUBLISHER_SSRC
            ? Map.of(HeaderExtensionId.TRANSPORT_CC, TRANSPORT_CC_ID)
            : Map.of(HeaderExtensionId.MID, 4);
    return new RtpParameters(
        mid,
        MediaKind.VIDEO,
        List.of(vp8),
        extensions,
        List.of(new EncodingParameters("", ssrc, ssrc + 1)),
        "bench");
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
