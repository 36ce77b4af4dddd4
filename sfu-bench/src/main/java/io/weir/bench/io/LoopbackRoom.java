package io.weir.bench.io;

import io.weir.bench.IceCheck;
import io.weir.bench.VideoStream;
import io.weir.bench.room.ConnectedDtls;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.Command;
import io.weir.core.control.IceParameters;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.TrackSource;
import io.weir.core.control.TransportParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.io.IoKind;
import io.weir.core.io.ManualWorker;
import io.weir.core.io.MediaWorkerSettings;
import io.weir.core.srtp.SrtpEngine;
import io.weir.core.srtp.SrtpSession;
import io.weir.core.stun.UsernameFragments;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * A room on a real worker whose clients are real sockets on loopback: one publisher of encrypted
 * VP8, and some who watch and throw away. One thread, which is the worker's, too.
 */
final class LoopbackRoom implements AutoCloseable {
  private static final String NAME = "bench";
  private static final IceParameters CLIENT = new IceParameters("abcd", "y".repeat(24));
  private static final int PACKETS = 16_384;
  private static final int HEADER_LENGTH = 20;

  /** Checks that the worker's socket surely holds. */
  private static final int CHECKS = 32;

  private static final int MAX_TURNS = 1_000;

  private final Arena arena = Arena.ofShared();
  private final ManualWorker worker;
  private final InetSocketAddress address;
  private final Sinks clients;
  private final List<ByteBuffer> checks = new ArrayList<>();
  private final int viewers;
  private final VideoStream stream = new VideoStream();
  private final Packet packet = Objects.requireNonNull(new PacketPool(arena, 1).acquire());
  private final MemorySegment sealed = arena.allocate(Packet.CAPACITY, 64);
  private final ByteBuffer datagram = sealed.asByteBuffer();
  private final SrtpSession srtp;

  /**
   * Connects everybody.
   *
   * @param trains whether the worker may send datagrams in trains
   */
  LoopbackRoom(int viewers, boolean trains, Supplier<SrtpEngine> engine) throws IOException {
    this.viewers = viewers;
    srtp = engine.get().open(ConnectedDtls.agreedKeys(), 1);
    MediaWorkerSettings settings =
        new MediaWorkerSettings(
            IoKind.LINUX,
            trains,
            PACKETS,
            engine,
            ConnectedDtls.factory(),
            new SplittableRandom(1)::nextLong,
            event -> {});
    worker =
        ManualWorker.open(
            settings, List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    address = worker.proxy().localAddresses().getFirst();
    clients = new Sinks(viewers + 1);
    worker.proxy().openRoom(NAME, 0);
    join(0, List.of(new TrackParameters(1, TrackSource.CAMERA, false, VideoStream.published())));
    for (int i = 1; i <= viewers; i++) {
      join(i, List.of());
    }
    check();
    if (publish(1) < viewers) {
      throw new IllegalStateException("not everybody gets packets");
    }
  }

  /** Everybody's next ICE check: who sends none for half a minute is forgotten. */
  void check() throws IOException {
    for (int i = 0; i <= viewers; i++) {
      clients.send(i, checks.get(i).clear(), address);
      if (i % CHECKS == 0) {
        worker.turn();
      }
    }
    worker.turn();
  }

  /** Publishes some packets and lets the worker forward them; returns how many it sent. */
  long publish(int count) throws IOException {
    long before = sent();
    long nowNs = System.nanoTime();
    for (int i = 0; i < count; i++) {
      stream.next(packet, nowNs);
      int length =
          srtp.protectRtp(
              packet.segment(),
              packet.offset,
              HEADER_LENGTH,
              packet.segment(),
              packet.offset + HEADER_LENGTH,
              packet.length - HEADER_LENGTH,
              sealed,
              0);
      clients.send(0, datagram.clear().limit(length), address);
    }
    long wanted = before + (long) count * viewers;
    for (int i = 0; i < MAX_TURNS && sent() < wanted; i++) {
      worker.turn();
    }
    return sent() - before;
  }

  private long sent() {
    return worker.proxy().counters().get(PacketCounter.SENT);
  }

  private void join(int number, List<TrackParameters> tracks) {
    checks.add(IceCheck.nominating(server(number), CLIENT, arena).asByteBuffer());
    TransportParameters transport =
        new TransportParameters(server(number), CLIENT, List.of(ConnectedDtls.FINGERPRINT));
    List<SlotParameters> slots =
        number == 0 ? List.of() : List.of(new SlotParameters(0, VideoStream.slot(2 * number)));
    worker.proxy().submit(new Command.AddParticipant(NAME, number));
    worker.proxy().submit(new Command.Negotiate(NAME, number, transport, tracks, slots));
    worker.turn();
  }

  private static IceParameters server(int number) {
    return new IceParameters(UsernameFragments.format(number), "x".repeat(24));
  }

  @Override
  public void close() {
    worker.close();
    clients.close();
    arena.close();
  }
}
