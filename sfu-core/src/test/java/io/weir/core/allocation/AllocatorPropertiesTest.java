package io.weir.core.allocation;

import static io.weir.core.allocation.Subscriber.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What holds whatever is watched over whatever link. */
class AllocatorPropertiesTest {
  private static final long MS = Subscriber.MS;

  /** Somebody with up to nine slots who show cameras and screens of any kind. */
  private static Subscriber anybody(Random random) {
    Subscriber viewer = new Subscriber();
    int slots = 1 + random.nextInt(9);
    for (int i = 0; i < slots; i++) {
      SlotDemand slot = viewer.watch(anyTrack(random));
      slot.priority(random.nextInt(3));
      slot.speaker(random.nextInt(4) == 0);
      slot.screenShare(random.nextInt(6) == 0);
      if (random.nextBoolean()) {
        slot.size(random.nextInt(1920), random.nextInt(1080));
      }
    }
    return viewer;
  }

  private static LayerTable anyTrack(Random random) {
    long[] bitrates = new long[1 + random.nextInt(3)];
    long bitrate = 50_000L + random.nextInt(400_000);
    for (int i = 0; i < bitrates.length; i++) {
      bitrates[i] = bitrate;
      bitrate = bitrate * (150 + random.nextInt(300)) / 100;
    }
    LayerTable table = Subscriber.track(1 + random.nextInt(4), bitrates);
    if (random.nextInt(5) == 0) {
      table.alive(random.nextInt(bitrates.length), false);
    }
    return table;
  }

  @Property(tries = 300)
  void shouldNeverGiveMoreThanTheEstimate(@ForAll long seed) {
    Random random = new Random(seed);
    Subscriber viewer = anybody(random);
    for (int step = 0; step < 50; step++) {
      long budget = random.nextLong(50_000, 20_000_000);
      viewer.run(budget);
      boolean lastResort = viewer.slots.stream().filter(s -> s.allocatedBps() > 0).count() == 1;
      assertThat(viewer.total()).isLessThanOrEqualTo(lastResort ? 2 * budget + 1 : budget);
      disturb(viewer, random);
      viewer.nowNs += random.nextLong(3 * SECOND);
    }
  }

  private static void disturb(Subscriber viewer, Random random) {
    SlotDemand slot = viewer.slots.get(random.nextInt(viewer.slots.size()));
    LayerTable table = slot.layers();
    switch (random.nextInt(5)) {
      case 0 -> slot.speaker(random.nextBoolean());
      case 1 -> slot.layers(anyTrack(random));
      case 2 -> slot.size(random.nextInt(1920), random.nextInt(1080));
      case 3 -> {
        if (table != null) {
          int encoding = random.nextInt(table.encodings());
          Subscriber.cost(table, encoding, 20_000L + random.nextInt(3_000_000));
        }
      }
      default -> {
        if (table != null) {
          table.alive(random.nextInt(table.encodings()), random.nextBoolean());
        }
      }
    }
  }

  @Property(tries = 300)
  void shouldNeverGiveTheMostImportantLessForALargerEstimate(
      @ForAll long seed, @ForAll @LongRange(min = 50_000, max = 10_000_000) long budget) {
    // Layer by layer: who comes first in the order of a round is served first in it.
    int[] smaller = fresh(seed, budget);
    int[] larger = fresh(seed, budget + budget / 4);

    assertThat(firstDifferentRound(smaller, larger)).isNotNegative();
  }

  @Property(tries = 300)
  void shouldUseMoreOfALargerEstimateWhereThereIsOneSlot(
      @ForAll long seed, @ForAll @LongRange(min = 50_000, max = 10_000_000) long budget) {
    Random random = new Random(seed);
    LayerTable table = anyTrack(random);
    Subscriber one = new Subscriber();
    Subscriber other = new Subscriber();
    one.watch(table);
    other.watch(table);
    one.run(budget);
    other.run(budget + budget / 4);

    assertThat(other.total()).isGreaterThanOrEqualTo(one.total());
  }

  /** Rungs given to each slot in order of importance, for a first run. */
  private static int[] fresh(long seed, long budget) {
    Subscriber viewer = anybody(new Random(seed));
    viewer.run(budget);
    return IntStream.range(0, viewer.slots.size()).map(viewer.allocator::given).toArray();
  }

  /** Compares round by round, in order of importance: positive if the second is ahead first. */
  private static int firstDifferentRound(int[] first, int[] second) {
    for (int rung = 1; rung <= 16; rung++) {
      for (int slot = 0; slot < first.length; slot++) {
        int difference = Boolean.compare(second[slot] >= rung, first[slot] >= rung);
        if (difference != 0) {
          return difference;
        }
      }
    }
    return 0;
  }

  @Property(tries = 300)
  void shouldNeverGiveMoreToTheLessImportantOfTwoEqualTracks(
      @ForAll long seed,
      @ForAll @LongRange(min = 50_000, max = 10_000_000) long budget,
      @ForAll @IntRange(min = -5, max = 5) int priority) {
    Random random = new Random(seed);
    LayerTable table = anyTrack(random);
    Subscriber viewer = anybody(random);
    SlotDemand less = viewer.watch(table);
    SlotDemand more = viewer.watch(table);
    less.priority(priority);
    more.priority(priority + 1);
    viewer.run(budget);

    assertThat(more.allocatedBps()).isGreaterThanOrEqualTo(less.allocatedBps());
  }

  @Property(tries = 200)
  void shouldNotSwingOnASteadyLink(
      @ForAll long seed, @ForAll @LongRange(min = 300_000, max = 10_000_000) long budget) {
    Random random = new Random(seed);
    Subscriber viewer = anybody(random);
    viewer.run(budget, 60 * SECOND);
    String settled = viewer.shown();
    int changes = 0;
    for (int tenths = 0; tenths < 600; tenths++) {
      // The estimate of a steady link wanders between 92 and 100 %.
      viewer.run(budget * (92 + random.nextInt(9)) / 100, 100 * MS);
      changes += viewer.shown().equals(settled) ? 0 : 1;
      settled = viewer.shown();
    }

    assertThat(changes).as("in a minute").isLessThanOrEqualTo(4);
  }
}
