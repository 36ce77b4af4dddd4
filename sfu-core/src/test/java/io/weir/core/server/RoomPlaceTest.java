package io.weir.core.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.server.PlacementRule.Share;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RoomPlaceTest {
  private final long[] loads = new long[3];
  private final RoomPlace room = new RoomPlace("room", 1, 2, loads);

  @Test
  void shouldExpectAViewerToWatchSomebodyBeforeAnybodyIsThere() {
    room.seat(1, 2);
    assertThat(loads).containsExactly(0, 0, 202);
    room.demand(1, new Demand(3, 9, 0, 0));
    assertThat(loads).containsExactly(0, 0, 202);
    room.leave(1);
    assertThat(loads).containsOnly(0);
    assertThat(room.isEmpty()).isTrue();
  }

  @Test
  void shouldWeighEverybodyAnewWhenTracksComeAndGo() {
    room.seat(1, 2);
    room.demand(1, new Demand(0, 4, 0, 1));
    assertThat(loads[2]).as("one track in, and place for another's").isEqualTo(302);
    for (int i = 2; i <= 4; i++) {
      room.seat(i, 0);
      room.demand(i, new Demand(0, 4, 0, 1));
    }
    assertThat(loads).containsExactly(3 * (2 + 4 * 150), 0, 2 + 4 * 150);
    room.demand(4, new Demand(0, 4, 0, 0));
    assertThat(loads).containsExactly(2 * (2 + 3 * 150) + 2 + 3 * 150, 0, 2 + 3 * 150);
    assertThat(room.shares()).containsExactly(new Share(2, 1), new Share(0, 3));
  }

  @Test
  void shouldNameItsHomeFirstThoughNobodyIsThereAnyMore() {
    room.seat(1, 0);
    assertThat(room.shares()).containsExactly(new Share(2, 0), new Share(0, 1));
  }

  @Test
  void shouldIgnoreWhoHasLeft() {
    room.demand(7, new Demand(1, 1, 1, 1));
    room.leave(7);
    assertThat(loads).containsOnly(0);
  }

  /** Whoever comes, changes and goes: what is expected of an empty room is nothing. */
  @Property
  void shouldLeaveNothingBehind(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 499) Integer> steps) {
    for (int step : steps) {
      int participant = step % 20;
      room.leave(participant);
      if (step % 3 > 0) {
        room.seat(participant, step % 3);
        room.demand(participant, new Demand(step % 4, step % 7, step % 2, step % 5));
      }
      assertThat(Arrays.stream(loads).min().orElseThrow()).isNotNegative();
    }
    for (int i = 0; i < 20; i++) {
      room.leave(i);
    }
    assertThat(loads).containsOnly(0);
  }
}
