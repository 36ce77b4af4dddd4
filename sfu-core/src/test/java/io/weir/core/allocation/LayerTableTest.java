package io.weir.core.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LayerTableTest {
  private final LayerTable table = new LayerTable(3);

  private void size(int encoding, int width) {
    table.size(encoding, width, width * 9 / 16);
  }

  @Test
  void shouldCallForTheSmallestEncodingThatIsLargeEnough() {
    assertThat(table.smallestThatFills(320, 180)).as("sizes are not known").isEqualTo(2);
    size(0, 320);
    size(1, 640);
    size(2, 1280);
    assertThat(table.smallestThatFills(0, 0)).as("nothing is said").isEqualTo(2);
    assertThat(table.smallestThatFills(300, 200)).isZero();
    assertThat(table.smallestThatFills(370, 0)).as("85 %% are enough").isZero();
    assertThat(table.smallestThatFills(380, 400)).isEqualTo(1);
    assertThat(table.smallestThatFills(9_000, 180)).as("one dimension is enough").isZero();
    assertThat(table.smallestThatFills(1_920, 1_080)).isEqualTo(2);
  }

  @Test
  void shouldTakeWhatWasNeverSentForHalfAsLargeAsTheNext() {
    size(2, 1280);
    assertThat(table.smallestThatFills(370, 0)).isZero();
    assertThat(table.smallestThatFills(640, 360)).isEqualTo(1);
    assertThat(table.fills(1, 760, 0)).isFalse();

    LayerTable lowest = new LayerTable(3);
    lowest.size(0, 320, 180);
    assertThat(lowest.smallestThatFills(640, 360)).isEqualTo(1);
    assertThat(lowest.smallestThatFills(1_280, 720)).isEqualTo(2);
  }
}
