package io.weir.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** One connection over a stream that does as it is told. */
class TcpConnectionTest implements TcpHandler {
  private static final int HEADROOM = 2;
  private static final int LENGTH = 100;

  private final PacketCounters counters = new PacketCounters();
  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 4);
  private final FrameBuffers buffers = new FrameBuffers(Arena.ofAuto());
  private final Stream stream = new Stream();
  private final TcpConnection connection =
      new TcpConnection(
          NetworkPath.ofIpv4(NetworkPath.FIRST_TCP, 0x7F00_0001, 4_000),
          stream,
          new FrameReader(pool, counters),
          new ReadBuffers(Arena.ofAuto()),
          buffers,
          counters,
          0);

  @Test
  void shouldOnlyDropAFrameThatFindsNoBufferWhenNothingOfItIsSent() {
    takeAllBuffers();
    stream.takes = 0;
    send();
    assertThat(connection.isBroken()).isFalse();
    assertThat(counters.get(PacketCounter.TCP_NO_BUFFER)).isEqualTo(1);

    stream.takes = HEADROOM + LENGTH;
    send();
    assertThat(counters.get(PacketCounter.SENT)).isEqualTo(1);
  }

  @Test
  void shouldBreakWhenTheRestOfAFrameFindsNoBuffer() {
    takeAllBuffers();
    stream.takes = LENGTH / 2;
    send();
    assertThat(connection.isBroken()).isTrue();
    assertThat(counters.get(PacketCounter.TCP_NO_BUFFER)).isEqualTo(1);
    assertThat(counters.get(PacketCounter.SENT)).isZero();
  }

  @Test
  void shouldEndAfterADefectCutItsFramesShort() {
    assertThatThrownBy(() -> connection.read(this, 0)).isInstanceOf(IllegalStateException.class);
    assertThat(connection.read(this, 0)).isEqualTo(TcpConnection.ReadResult.ENDED);
    connection.close();
  }

  @Override
  public void onBeforeRead() {}

  @Override
  public void onFrame(Packet packet) {
    packet.pool().release(packet);
    throw new IllegalStateException("a defect on purpose");
  }

  @Override
  public void onLost(NetworkPath path) {}

  private void send() {
    connection.send(MemorySegment.ofArray(new byte[HEADROOM + LENGTH]), HEADROOM, LENGTH);
  }

  private void takeAllBuffers() {
    for (int i = 0; i < FrameBuffers.COUNT; i++) {
      assertThat(buffers.take()).isNotNull();
    }
    assertThat(buffers.take()).isNull();
  }

  /** Brings one frame as of STUN with every read. */
  private static final class Stream implements TcpStream {
    private int takes;

    @Override
    public InetSocketAddress remoteAddress() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4_000);
    }

    @Override
    public int read(MemorySegment into) {
      MemorySegment.copy(MemorySegment.ofArray(new byte[] {0, 1, 0}), 0, into, 0, 3);
      return 3;
    }

    @Override
    public int write(MemorySegment from, long offset, int length) {
      return Math.min(takes, length);
    }

    @Override
    public void watchWritable(boolean watch) {}

    @Override
    public void close() {}
  }
}
