package io.weir.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;

/** What waits for a slow TCP connection. */
class FrameBufferTest {
  private static final int CAPACITY = 1_000;

  private FrameBuffer buffer = new FrameBuffer(MemorySegment.ofArray(new byte[CAPACITY]));
  private SlowStream stream = new SlowStream();

  /** One object serves all tries of a property. */
  @BeforeTry
  void startAgain() {
    buffer = new FrameBuffer(MemorySegment.ofArray(new byte[CAPACITY]));
    stream = new SlowStream();
  }

  @Property(tries = 300)
  void shouldPassOnWhatItTookInOrderHoweverSlowTheStreamIs(@ForAll long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[1 + random.nextInt(400)];
      random.nextBytes(bytes);
      if (buffer.add(MemorySegment.ofArray(bytes), 0, bytes.length)) {
        taken.writeBytes(bytes);
      }
      assertThat(taken.size() - stream.received.size()).isBetween(0, CAPACITY);
      stream.takes = random.nextInt(500);
      assertThat(buffer.drainTo(stream)).isTrue();
    }
    stream.takes = Integer.MAX_VALUE;
    assertThat(buffer.drainTo(stream)).isTrue();
    assertThat(buffer.isEmpty()).isTrue();
    assertThat(stream.received.toByteArray()).isEqualTo(taken.toByteArray());
  }

  @Test
  void shouldTakeAFrameWholeOrNotAtAll() {
    MemorySegment bytes = MemorySegment.ofArray(new byte[CAPACITY + 1]);
    assertThat(buffer.add(bytes, 0, CAPACITY + 1)).isFalse();
    assertThat(buffer.isEmpty()).isTrue();
    assertThat(buffer.add(bytes, 0, CAPACITY)).isTrue();
    assertThat(buffer.add(bytes, 0, 1)).isFalse();
  }

  @Test
  void shouldSayWhenTheStreamIsBroken() {
    assertThat(buffer.add(MemorySegment.ofArray(new byte[10]), 0, 10)).isTrue();
    stream.takes = TcpStream.ENDED;
    assertThat(buffer.drainTo(stream)).isFalse();
  }

  private static final class SlowStream implements TcpStream {
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private int takes;

    @Override
    public InetSocketAddress remoteAddress() {
      return new InetSocketAddress(0);
    }

    @Override
    public int read(MemorySegment into) {
      return 0;
    }

    @Override
    public int write(MemorySegment from, long offset, int length) {
      if (takes < 0) {
        return ENDED;
      }
      int count = Math.min(takes, length);
      received.writeBytes(from.asSlice(offset, count).toArray(ValueLayout.JAVA_BYTE));
      takes -= count;
      return count;
    }

    @Override
    public void watchWritable(boolean watch) {}

    @Override
    public void close() {}
  }
}
