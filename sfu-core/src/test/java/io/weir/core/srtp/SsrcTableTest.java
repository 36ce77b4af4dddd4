package io.weir.core.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SsrcTableTest {
  @Test
  void shouldBehaveLikeAMapOfIntegers() {
    Random random = new Random(1);
    SsrcTable<String> table = new SsrcTable<>();
    Map<Integer, String> model = new HashMap<>();
    for (int i = 0; i < 5_000; i++) {
      int ssrc = random.nextBoolean() ? random.nextInt(64) : random.nextInt();
      assertThat(table.get(ssrc)).isEqualTo(model.get(ssrc));
      table.put(ssrc, "value " + i);
      model.put(ssrc, "value " + i);
      assertThat(table.size()).isEqualTo(model.size());
    }
    model.forEach((ssrc, value) -> assertThat(table.get(ssrc)).isEqualTo(value));
  }

  @Test
  void shouldTakeZeroAsAnSsrc() {
    SsrcTable<String> table = new SsrcTable<>();
    assertThat(table.get(0)).isNull();

    table.put(0, "zero");

    assertThat(table.get(0)).isEqualTo("zero");
  }
}
