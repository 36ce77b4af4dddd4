package io.weir.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeapGuideTest {
  private static final long GIB = 1L << 30;

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
      room = HeapGuide.nextRoom(room, 200, "Allocation Rate");
    }
    assertThat(room).isEqualTo(HeapGuide.MOST_ROOM);
    assertThat(HeapGuide.nextRoom(room, 5_000, "Allocation Rate")).isEqualTo(room);
    for (int i = 0; i < 5; i++) {
      room = HeapGuide.nextRoom(room, 60_000, "High Usage");
    }
    assertThat(room).isEqualTo(HeapGuide.LEAST_ROOM);
  }

  @Test
  void shouldNotTakeTheCollectionsOfAStartForAStorm() {
    long room = HeapGuide.LEAST_ROOM;
    for (String cause : List.of("Warmup", "Warmup", "Warmup", "Metadata GC Threshold")) {
      room = HeapGuide.nextRoom(room, 200, cause);
    }

    assertThat(room).isEqualTo(HeapGuide.LEAST_ROOM);
  }

  @Test
  void shouldCountEachCollectionOnce() {
    List<String> ofZgc =
        List.of("ZGC Minor Cycles", "ZGC Minor Pauses", "ZGC Major Cycles", "ZGC Major Pauses");

    assertThat(ofZgc.stream().filter(HeapGuide::isOfWholeCollections))
        .containsExactly("ZGC Minor Cycles", "ZGC Major Cycles");
  }
}
