package io.weir.core.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.testkit.RtpPacketBuilder;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LeftOutTest {
  private static final long START = 70_000;

  private final LeftOut leftOut = new LeftOut(START);
  private final Packet packet =
      new RtpPacketBuilder().buildParsed(new PacketPool(Arena.ofAuto(), 1));

  private boolean leaveOut(long sequence, long timestamp) {
    packet.extendedSequence = sequence;
    packet.timestamp = timestamp;
    return leftOut.add(packet);
  }

  @Test
  void shouldCloseUpOverFramesAndCountThem() {
    assertThat(leaveOut(START + 1, 1)).isTrue();
    assertThat(leaveOut(START + 2, 1)).isTrue();
    leftOut.keep(START + 3);
    assertThat(leaveOut(START + 4, 2)).isTrue();
    assertThat(leaveOut(START + 5, 3)).isTrue();

    assertThat(leftOut.before(START)).isZero();
    assertThat(leftOut.before(START + 1)).isEqualTo(LeftOut.GONE);
    assertThat(leftOut.before(START + 2)).isEqualTo(LeftOut.GONE);
    assertThat(leftOut.before(START + 3)).isEqualTo(2);
    assertThat(leftOut.picturesBefore(START + 3)).isEqualTo(1);
    assertThat(leftOut.before(START + 6)).isEqualTo(4);
    assertThat(leftOut.picturesBefore(START + 6)).isEqualTo(3);
    assertThat(leftOut.source(START + 1)).isEqualTo(START + 3);
    assertThat(leftOut.source(START + 2)).isEqualTo(START + 6);
  }

  @Test
  void shouldTakeWhatIsMissingInsideOfAFrameForThatFrames() {
    leaveOut(START + 1, 1);
    assertThat(leaveOut(START + 4, 1)).isTrue();
    assertThat(leftOut.before(START + 5)).isEqualTo(4);
    assertThat(leftOut.picturesBefore(START + 5)).isEqualTo(1);
    assertThat(leaveOut(START + 2, 1)).as("already out").isTrue();
  }

  @Test
  void shouldLeaveAHoleForWhatMayBeAnothers() {
    leaveOut(START + 1, 1);
    leaveOut(START + 3, 2);
    assertThat(leftOut.before(START + 2)).isEqualTo(1);
    assertThat(leftOut.before(START + 4)).isEqualTo(2);
    assertThat(leaveOut(START + 2, 2)).as("too late").isFalse();
    assertThat(leftOut.before(START + 4)).isEqualTo(2);
    leftOut.keep(START + 6);
    assertThat(leaveOut(START + 5, 3)).as("the next one has its number").isFalse();
  }

  @Test
  void shouldForgetWhatIsLongAgo() {
    for (int i = 0; i < 100; i++) {
      leaveOut(START + 1 + 2L * i, i);
      leftOut.keep(START + 2 + 2L * i);
    }
    assertThat(leftOut.before(START + 2)).isEqualTo(LeftOut.FORGOTTEN);
    assertThat(leftOut.source(START + 1)).isEqualTo(LeftOut.UNKNOWN);
    assertThat(leftOut.before(START + 200)).isEqualTo(100);
    assertThat(leftOut.source(START + 100)).isEqualTo(START + 200);
  }

  /** Frames of several packets, some above the limit, lost and reordered, against a plain list. */
  @Property(tries = 300)
  void shouldNumberWhatIsKeptWithoutGapsOfItsOwnMaking(@ForAll long seed) {
    Random random = new Random(seed);
    LeftOut memory = new LeftOut(START - 1);
    List<long[]> arriving = new ArrayList<>();
    long sequence = START;
    for (int frame = 0; frame < 60; frame++) {
      int packets = 1 + random.nextInt(4);
      int out = random.nextInt(2);
      for (int i = 0; i < packets; i++) {
        if (frame == 0 || random.nextInt(20) != 0) {
          arriving.add(new long[] {sequence, frame, frame == 0 ? 0 : out});
        }
        sequence++;
      }
    }
    for (int i = 5; i + 1 < arriving.size(); i++) {
      if (random.nextInt(10) == 0) {
        Collections.swap(arriving, i, i + 1);
      }
    }
    TreeMap<Long, Long> numbers = new TreeMap<>();
    long holes = 0;
    long gone = 0;
    for (long[] arrived : arriving) {
      packet.extendedSequence = arrived[0];
      packet.timestamp = arrived[1];
      if (arrived[2] == 0) {
        numbers.put(arrived[0], arrived[0] - memory.before(arrived[0]));
        memory.keep(arrived[0]);
        continue;
      }
      gone++;
      holes += memory.add(packet) ? 0 : 1;
    }
    assertThat(List.copyOf(numbers.values())).doesNotHaveDuplicates().isSorted();
    numbers.forEach((source, number) -> {
      assertThat(source - memory.before(source)).as("never changes").isEqualTo(number);
      assertThat(memory.source(number)).isEqualTo(source);
    });
    long last = numbers.lastKey();
    long lost = last - START + 1 - arriving.stream().filter(one -> one[0] <= last).count();
    long span = numbers.lastEntry().getValue() - numbers.firstEntry().getValue() + 1;
    assertThat(span - numbers.size()).as("holes").isLessThanOrEqualTo(lost + holes);
    assertThat(holes).isLessThanOrEqualTo(gone);
  }
}
