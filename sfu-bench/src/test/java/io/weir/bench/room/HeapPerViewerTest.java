package io.weir.bench.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.room.RouterBenchmark.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What viewers hold of the heap in core, so that it does not grow unnoticed. The bounds are about
 * twice what was measured, because object layouts and collectors differ.
 */
class HeapPerViewerTest {
  private static final Logger LOG = LoggerFactory.getLogger(HeapPerViewerTest.class);

  private static final int VIEWERS = 400;
  private static final int SLOTS = 9;
  private static final int MAX_IDLE_BYTES = 25_000;
  private static final int MAX_ACTIVE_BYTES = 25_000;
  private static final int LOOKS = 10;

  private final List<VideoRoom> rooms = new ArrayList<>();

  @Test
  void shouldHoldLittleForSomebodyWhoIsExpectedInManySlots() {
    rooms.add(new VideoRoom(1, Outgoing.GCM));
    long bytes = grown(count -> rooms.getFirst().addExpected(count, SLOTS, System.nanoTime()));
    LOG.info("A viewer with {} slots to whom nothing was sent holds {} bytes", SLOTS, bytes);
    assertThat(bytes).isBetween(1L, (long) MAX_IDLE_BYTES);
  }

  @Test
  void shouldHoldLittleForSomebodyWhoWatches() {
    long bytes = grown(count -> rooms.add(new VideoRoom(count, Outgoing.GCM)));
    LOG.info("A viewer who is sent one video holds {} bytes", bytes);
    assertThat(bytes).isBetween(1L, (long) MAX_ACTIVE_BYTES);
  }

  /** Bytes that each further viewer adds; what everybody shares is there before. */
  private static long grown(Consumer<Integer> addViewers) {
    addViewers.accept(VIEWERS);
    long before = used();
    addViewers.accept(2 * VIEWERS);
    return (used() - before) / (2 * VIEWERS);
  }

  /** What is reachable: the least of several looks, as a collection may leave some for the next. */
  private static long used() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < LOOKS; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
