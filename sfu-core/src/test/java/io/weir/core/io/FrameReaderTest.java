package io.weir.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;
import org.junit.jupiter.api.Test;

/** Frames of RFC 4571, however TCP cuts them. */
class FrameReaderTest {
  private static final int PACKETS = 8;

  private PacketPool pool = new PacketPool(Arena.ofAuto(), PACKETS);
  private PacketCounters counters = new PacketCounters();
  private FrameReader reader = new FrameReader(pool, counters);
  private final List<byte[]> frames = new ArrayList<>();

  /** One object serves all tries of a property. */
  @BeforeTry
  void startAgain() {
    pool = new PacketPool(Arena.ofAuto(), PACKETS);
    counters = new PacketCounters();
    reader = new FrameReader(pool, counters);
    frames.clear();
  }

  @Property(tries = 500)
  void shouldFindTheSameFramesWhereverTheStreamIsCut(
      @ForAll @Size(max = 20) List<@IntRange(max = FrameReader.MAX_FRAME) Integer> lengths,
      @ForAll @Size(min = 1, max = 10) List<@IntRange(min = 1, max = 4_000) Integer> cuts,
      @ForAll long seed) {
    List<byte[]> sent = new ArrayList<>();
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    Random random = new Random(seed);
    for (int length : lengths) {
      byte[] frame = new byte[length];
      random.nextBytes(frame);
      if (length > 0) {
        sent.add(frame);
      }
      stream.writeBytes(framed(frame));
    }

    byte[] bytes = stream.toByteArray();
    int at = 0;
    for (int i = 0; at < bytes.length; i++) {
      int count = Math.min(cuts.get(i % cuts.size()), bytes.length - at);
      assertThat(take(bytes, at, count)).isTrue();
      at += count;
    }

    assertThat(frames).usingElementComparator(Arrays::compare).isEqualTo(sent);
    assertThat(pool.available()).isEqualTo(PACKETS);
    assertThat(counters.get(PacketCounter.RECEIVED)).isEqualTo(sent.size());
  }

  @Property(tries = 300)
  void shouldNeitherThrowNorLosePacketsWhateverComes(
      @ForAll byte[] noise, @ForAll @IntRange(min = 1, max = 50) int cut) {
    boolean valid = true;
    for (int at = 0; at < noise.length && valid; at += cut) {
      valid = take(noise, at, Math.min(cut, noise.length - at));
    }
    assertThat(counters.get(PacketCounter.TCP_BAD_FRAME)).isEqualTo(valid ? 0 : 1);
    reader.close();
    assertThat(pool.available()).isEqualTo(PACKETS);
  }

  @Test
  void shouldSkipNullPackets() {
    assertThat(take(new byte[] {0, 0, 0, 1, 7, 0, 0}, 0, 7)).isTrue();
    assertThat(frames).containsExactly(new byte[] {7});
    assertThat(reader.frames()).isEqualTo(3);
    assertThat(counters.get(PacketCounter.TCP_BAD_FRAME)).isZero();
  }

  @Test
  void shouldTakeFramesAsLongAsAnyPacketButNoLonger() {
    assertThat(take(framed(new byte[FrameReader.MAX_FRAME]), 0, 1_502)).isTrue();
    assertThat(take(framed(new byte[FrameReader.MAX_FRAME + 1]), 0, 2)).isFalse();
    assertThat(counters.get(PacketCounter.TCP_BAD_FRAME)).isEqualTo(1);
  }

  @Test
  void shouldStopAfterAsManyFramesAsItMayTakeAndGoOnFromThere() {
    byte[] stream = {0, 1, 7, 0, 0, 0, 1, 8, 0, 1, 9, 0};
    MemorySegment bytes = MemorySegment.ofArray(stream);
    assertThat(reader.take(bytes, 0, stream.length, 2, this::keep)).isEqualTo(5);
    assertThat(frames).containsExactly(new byte[] {7});
    assertThat(reader.take(bytes, 5, stream.length, 1, this::keep)).isEqualTo(8);
    assertThat(reader.take(bytes, 8, stream.length, 2, this::keep)).isEqualTo(stream.length);
    assertThat(frames).containsExactly(new byte[] {7}, new byte[] {8}, new byte[] {9});
  }

  @Test
  void shouldRefuseHttpAtItsSecondByte() {
    assertThat(take(new byte[] {'G'}, 0, 1)).isTrue();
    assertThat(take(new byte[] {'E'}, 0, 1)).isFalse();
    assertThat(pool.available()).isEqualTo(PACKETS);
  }

  @Test
  void shouldSkipAndCountFramesWhileThePoolIsEmpty() {
    List<Packet> all = new ArrayList<>();
    for (Packet packet = pool.acquire(); packet != null; packet = pool.acquire()) {
      all.add(packet);
    }
    assertThat(take(framed(new byte[100]), 0, 102)).isTrue();
    assertThat(counters.get(PacketCounter.POOL_EXHAUSTED)).isEqualTo(1);

    all.forEach(pool::release);
    assertThat(take(framed(new byte[] {7}), 0, 3)).isTrue();
    assertThat(frames).containsExactly(new byte[] {7});
  }

  @Test
  void shouldLookAtNothingOnceAFrameClosedIt() {
    byte[] two = new byte[] {0, 1, 7, 0, 1, 8};
    int at = reader.take(MemorySegment.ofArray(two), 0, two.length, 2, this::takeAndClose);
    assertThat(at).isEqualTo(3);
    assertThat(frames).containsExactly(new byte[] {7});
  }

  private void takeAndClose(Packet packet) {
    keep(packet);
    reader.close();
  }

  private boolean take(byte[] bytes, int at, int count) {
    MemorySegment segment = MemorySegment.ofArray(bytes);
    int end = at + count;
    return reader.take(segment, at, end, Integer.MAX_VALUE, this::keep) != FrameReader.BAD;
  }

  private void keep(Packet packet) {
    frames.add(
        packet.segment().asSlice(packet.offset, packet.length).toArray(ValueLayout.JAVA_BYTE));
    pool.release(packet);
  }

  private static byte[] framed(byte[] frame) {
    byte[] framed = new byte[2 + frame.length];
    framed[0] = (byte) (frame.length >>> 8);
    framed[1] = (byte) frame.length;
    System.arraycopy(frame, 0, framed, 2, frame.length);
    return framed;
  }
}
