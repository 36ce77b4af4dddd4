package io.weir.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapGuideTest {
  private static final long GIB = 1L << 30;

  @Test
  void shouldLeaveRoomForGarbage() {
    assertThat(HeapGuide.softLimit(0, GIB)).isEqualTo(HeapGuide.LEAST_ROOM);
    assertThat(HeapGuide.softLimit(30_000_000, GIB)).isEqualTo(30_000_000 + HeapGuide.LEAST_ROOM);
    assertThat(HeapGuide.softLimit(400_000_000, GIB)).isEqualTo(600_000_000);
  }

  @Test
  void shouldStayUnderTheLimit() {
    assertThat(HeapGuide.softLimit(900_000_000, GIB)).isEqualTo(GIB);
    assertThat(HeapGuide.softLimit(0, 50_000_000)).isEqualTo(50_000_000);
  }
}
