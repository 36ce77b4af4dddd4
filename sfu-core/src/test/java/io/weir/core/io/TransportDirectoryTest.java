package io.weir.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.IceParameters;
import io.weir.core.control.TransportParameters;
import io.weir.core.control.TransportState;
import io.weir.core.counter.PacketCounters;
import io.weir.core.srtp.JitsiSrtpEngine;
import io.weir.core.testkit.AgreedDtls;
import io.weir.core.transport.DatagramSender;
import io.weir.core.transport.RtpSender;
import io.weir.core.transport.Transport;
import io.weir.core.transport.TransportContext;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransportDirectoryTest {
  private static final NetworkPath PATH = NetworkPath.ofIpv4(0, 0x7F00_0001, 4_000);

  private static final NetworkPath CONNECTION =
      new NetworkPath(NetworkPath.FIRST_TCP | 7, PATH.addressHigh(), PATH.addressLow(), 4_000);

  private final List<String> told = new ArrayList<>();
  private final TransportDirectory directory = new TransportDirectory(new Told(), () -> {});
  private final Transport victim = transport("victims1");
  private final Transport attacker = transport("attacker");

  @Test
  void shouldNotLetAForgedSourceAddressTakeAnothersPath() {
    directory.addPath(PATH, victim);
    directory.addPath(PATH, attacker);
    assertThat(directory.findByPath(packetFromPath())).isSameAs(victim);
    directory.removePath(PATH, attacker);
    assertThat(directory.findByPath(packetFromPath())).isSameAs(victim);
  }

  @Test
  void shouldTellWhoseTcpConnectionsAre() {
    directory.addPath(PATH, victim);
    directory.addPath(CONNECTION, victim);
    directory.addPath(CONNECTION, victim);
    directory.addPath(CONNECTION, attacker);
    assertThat(told).containsExactly("taken");
    assertThat(directory.findByPath(CONNECTION)).isSameAs(victim);

    directory.removePath(CONNECTION, attacker);
    directory.removePath(PATH, victim);
    assertThat(told).containsExactly("taken");
    directory.removePath(CONNECTION, victim);
    assertThat(told).containsExactly("taken", "released");
    assertThat(directory.findByPath(CONNECTION)).isNull();
  }

  @Test
  void shouldGiveAPathToTheNextOnceItsOwnerGaveItUp() {
    directory.addPath(PATH, victim);
    directory.removePath(PATH, victim);
    directory.addPath(PATH, attacker);
    assertThat(directory.findByPath(packetFromPath())).isSameAs(attacker);
  }

  private static Packet packetFromPath() {
    Packet packet = new PacketPool(Arena.ofAuto(), 1).acquire();
    if (packet == null) {
      throw new AssertionError("a new pool is not empty");
    }
    packet.socket = PATH.socket();
    packet.sourceHigh = PATH.addressHigh();
    packet.sourceLow = PATH.addressLow();
    packet.sourcePort = PATH.port();
    return packet;
  }

  private Transport transport(String fragment) {
    TransportContext context =
        new TransportContext(
            new PacketCounters(),
            packet -> {},
            new Nowhere(),
            new JitsiSrtpEngine(),
            new AgreedDtls(),
            directory,
            Arena.ofAuto().allocate(TransportContext.SCRATCH_LENGTH),
            0,
            () -> 1);
    IceParameters ice = new IceParameters(fragment, "passwordpasswordpassword");
    return new Transport(
        context,
        new TransportParameters(ice, ice, List.of(new DtlsFingerprint("sha-256", "00"))),
        new Silent(),
        0);
  }

  private static final class Silent implements Transport.Listener {
    @Override
    public void onGivenUp(RtpSender sender, long nowNs) {}

    @Override
    public void onLinkLimited(long nowNs) {}

    @Override
    public void onKeyFrameRequested(RtpSender sender, long nowNs) {}

    @Override
    public void onStateChanged(TransportState state) {}

    @Override
    public void onIdleChanged(boolean idle) {}

    @Override
    public void onDeadline(long deadlineNs) {}
  }

  private static final class Nowhere implements DatagramSender {
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
    public void commit(int length, NetworkPath path) {}
  }

  private final class Told implements TcpPaths {
    @Override
    public void onPathTaken(NetworkPath path) {
      assertThat(path).isEqualTo(CONNECTION);
      told.add("taken");
    }

    @Override
    public void onPathReleased(NetworkPath path) {
      assertThat(path).isEqualTo(CONNECTION);
      told.add("released");
    }
  }
}
