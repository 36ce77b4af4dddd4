package io.weir.core.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OutgoingDatagramsTest {
  private static final int CAPACITY = 64;

  private final Arena arena = Arena.ofAuto();
  private final PacketCounters counters = new PacketCounters();
  private final RecordingKernel kernel = new RecordingKernel();
  private final OutgoingDatagrams outgoing =
      new OutgoingDatagrams(arena, CAPACITY, true, 0, counters, kernel);

  private static NetworkPath pathTo(int port) {
    return NetworkPath.ofIpv4(0, 0x0A00_0001, port);
  }

  private void add(int port, String text) {
    MemorySegment bytes = arena.allocateFrom(text, UTF_8);
    outgoing.add(bytes.address(), text.length(), pathTo(port));
  }

  private void add(int port, int... lengths) {
    for (int length : lengths) {
      add(port, "x".repeat(length));
    }
  }

  private List<String> sentTo(int port) {
    return kernel.datagrams.stream()
        .filter(datagram -> datagram.port() == port)
        .map(RecordingKernel.Datagram::text)
        .toList();
  }

  @Test
  void shouldMakeATrainOfNeighboursOfOneSizeForOneDestination() {
    add(1, 100, 100, 100);
    add(2, 100, 100);
    outgoing.flush();
    assertThat(kernel.messages).containsExactly(3, 2);
    assertThat(kernel.calls).isEqualTo(1);
    assertThat(counters.get(PacketCounter.SENT)).isEqualTo(5);
    assertThat(counters.get(PacketCounter.SENT_BYTES)).isEqualTo(500);
  }

  @Test
  void shouldLetOnlyTheLastOfATrainBeShorter() {
    add(1, 100, 100, 60, 60, 100, 100, 61);
    outgoing.flush();
    assertThat(kernel.messages).containsExactly(3, 1, 3);
    assertThat(sentTo(1))
        .extracting(String::length)
        .containsExactly(100, 100, 60, 60, 100, 100, 61);
  }

  @Test
  void shouldEndATrainAfterEightDatagrams() {
    add(1, Collections.nCopies(20, 50).stream().mapToInt(Integer::intValue).toArray());
    outgoing.flush();
    assertThat(kernel.messages).containsExactly(8, 8, 4);
  }

  @Test
  void shouldNeverLetAnEmptyDatagramJoin() {
    add(1, 0, 0);
    add(2, 10, 0);
    outgoing.flush();
    assertThat(kernel.messages).containsExactly(1, 1, 1, 1);
  }

  @Test
  void shouldSendSinglyWhereTrainsAreNotWanted() {
    OutgoingDatagrams plain = new OutgoingDatagrams(arena, CAPACITY, false, 0, counters, kernel);
    MemorySegment bytes = arena.allocate(100);
    plain.add(bytes.address(), 100, pathTo(1));
    plain.add(bytes.address(), 100, pathTo(1));
    plain.flush();
    assertThat(kernel.messages).containsExactly(1, 1);
  }

  @Test
  void shouldLoseNothingWhereTheKernelRefusesTrainsAndNotTryAgain() {
    kernel.portsWithoutTrains.add(2);
    for (int error : new int[] {Libc.EINVAL, Libc.EIO, Libc.EMSGSIZE}) {
      kernel.refusal = error;
      kernel.datagrams.clear();
      add(1, "aaa");
      add(1, "bbb");
      add(2, "ccc");
      add(2, "ddd");
      add(2, "ee");
      add(3, "fff");
      add(3, "ggg");
      outgoing.flush();
      assertThat(kernel.datagrams)
          .extracting(RecordingKernel.Datagram::text)
          .containsExactly("aaa", "bbb", "ccc", "ddd", "ee", "fff", "ggg");
    }
    assertThat(counters.get(PacketCounter.TRAINS_REFUSED)).isEqualTo(1);
    assertThat(counters.get(PacketCounter.SENT)).isEqualTo(21);
    assertThat(counters.get(PacketCounter.SEND_FAILED)).isZero();
    assertThat(kernel.messages).endsWith(2, 1, 1, 1, 2);
  }

  @Test
  void shouldCountWhatDoesNotFitTheKernelsBuffer() {
    List<Integer> answers = new ArrayList<>(List.of(1, -Libc.EAGAIN));
    kernel.mood = count -> answers.removeFirst();
    add(1, 100, 100, 100);
    add(2, 100, 100, 50);
    add(3, 100);
    outgoing.flush();
    assertThat(counters.get(PacketCounter.SENT)).isEqualTo(3);
    assertThat(counters.get(PacketCounter.SEND_BUFFER_FULL)).isEqualTo(4);

    kernel.mood = count -> count;
    add(1, "again");
    outgoing.flush();
    assertThat(sentTo(1)).endsWith("again");
  }

  @Test
  void shouldSkipOneMessageWhoseDestinationFails() {
    List<Integer> answers = new ArrayList<>(List.of(-111, -Libc.EINTR, 1));
    kernel.mood = count -> answers.removeFirst();
    add(1, 100, 100, 100);
    add(2, 100, 100);
    outgoing.flush();
    assertThat(counters.get(PacketCounter.SEND_FAILED)).isEqualTo(3);
    assertThat(sentTo(2)).hasSize(2);
  }

  /** Whatever the kernel's mood, each destination gets its datagrams as they were, in order. */
  @Property(tries = 300)
  void shouldDeliverEverythingAsItWasAndInOrder(@ForAll long seed) {
    Random random = new Random(seed);
    kernel.datagrams.clear();
    kernel.portsWithoutTrains.clear();
    if (random.nextBoolean()) {
      kernel.portsWithoutTrains.add(1 + random.nextInt(3));
    }
    kernel.mood =
        count -> random.nextInt(4) == 0 ? -Libc.EINTR : 1 + random.nextInt(Math.min(count, 3));
    List<List<String>> expected = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int round = 0; round < 3; round++) {
      int port = 1;
      for (int i = 0; i < CAPACITY; i++) {
        port = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : port;
        int length = random.nextInt(3) == 0 ? random.nextInt(1, 12) : 10;
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
          text.append((char) ('a' + random.nextInt(26)));
        }
        add(port, text.toString());
        expected.get(port - 1).add(text.toString());
      }
      outgoing.flush();
    }
    for (int port = 1; port <= 3; port++) {
      assertThat(sentTo(port)).isEqualTo(expected.get(port - 1));
    }
  }
}
