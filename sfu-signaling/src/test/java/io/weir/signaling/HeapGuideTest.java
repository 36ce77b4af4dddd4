package io.weir.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeapGuideTest {
  private static final long GIB = 1L << 30;
  private static final long LATER_MS = 2 * HeapGuide.START_MS;

  @Test
  void shouldLeaveRoomForGarbage() {
    assertThat(HeapGuide.softLimit(0, HeapGuide.LEAST_ROOM, GIB)).isEqualTo(HeapGuide.LEAST_ROOM);
    assertThat(HeapGuide.softLimit(30_000_000, HeapGuide.LEAST_ROOM, GIB))
        .isEqualTo(30_000_000 + HeapGuide.LEAST_ROOM);
    assertThat(HeapGuide.softLimit(400_000_000, HeapGuide.LEAST_ROOM, GIB)).isEqualTo(600_000_000);
  }

  @Test
  void shouldStayUnderTheLimit() {
    assertThat(HeapGuide.softLimit(900_000_000, HeapGuide.LEAST_ROOM, GIB)).isEqualTo(GIB);
    assertThat(HeapGuide.softLimit(0, HeapGuide.LEAST_ROOM, 50_000_000)).isEqualTo(50_000_000);
  }

  @Test
  void shouldLeaveMoreRoomWhileCollectionsFollowEachOtherAndLessAfterwards() {
    long room = HeapGuide.LEAST_ROOM;
    for (int i = 0; i < 5; i++) {
      room = HeapGuide.nextRoom(room, LATER_MS, LATER_MS + 200, "Allocation Rate");
    }
    assertThat(room).isEqualTo(HeapGuide.MOST_ROOM);
    assertThat(HeapGuide.nextRoom(room, LATER_MS, LATER_MS + 5_000, "Allocation Rate"))
        .isEqualTo(room);
    for (int i = 0; i < 5; i++) {
      room = HeapGuide.nextRoom(room, LATER_MS, LATER_MS + 60_000, "High Usage");
    }
    assertThat(room).isEqualTo(HeapGuide.LEAST_ROOM);
  }

  @Test
  void shouldNotTakeTheCollectionsOfAStartForAStorm() {
    assertThat(HeapGuide.nextRoom(HeapGuide.LEAST_ROOM, 1_500, 1_700, "Allocation Rate"))
        .isEqualTo(HeapGuide.LEAST_ROOM);
  }

  @Test
  void shouldLeaveNoMoreRoomAfterCollectionsThatHadOtherReasons() {
    for (String cause : List.of("Warmup", "Metadata GC Threshold", "Proactive")) {
      assertThat(HeapGuide.nextRoom(HeapGuide.LEAST_ROOM, LATER_MS, LATER_MS + 200, cause))
          .isEqualTo(HeapGuide.LEAST_ROOM);
    }
  }

  @Test
  void shouldNotCountACollectionThatAnotherEndedWithin() {
    assertThat(
            HeapGuide.nextRoom(HeapGuide.LEAST_ROOM, LATER_MS, LATER_MS - 1_300, "Allocation Rate"))
        .isEqualTo(HeapGuide.LEAST_ROOM);
  }

  @Test
  void shouldCountEachCollectionOnce() {
    List<String> ofZgc =
        List.of("ZGC Minor Cycles", "ZGC Minor Pauses", "ZGC Major Cycles", "ZGC Major Pauses");

    assertThat(ofZgc.stream().filter(HeapGuide::isOfWholeCollections))
        .containsExactly("ZGC Minor Cycles", "ZGC Major Cycles");
  }
}
