package io.weir.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SharedValuesTest {
  private final SharedValues<List<String>> values =
      new SharedValues<>(8, 10, list -> String.join("", list).length());

  @Test
  void shouldGiveTheSameForEqualOnes() {
    List<String> first = List.of("VP8", "H264");
    assertThat(values.share(first)).isSameAs(first);
    assertThat(values.share(List.of("VP8", "H264"))).isSameAs(first);
  }

  @Test
  void shouldForgetWhatItHadRatherThanGrow() {
    List<String> first = List.of("11111");
    values.share(first);
    values.share(List.of("22222"));
    assertThat(values.share(List.of("11111"))).as("full, but it is there").isSameAs(first);
    values.share(List.of("3"));
    assertThat(values.share(List.of("11111"))).isNotSameAs(first);
  }

  @Test
  void shouldNotRememberLargeOnes() {
    List<String> small = List.of("1");
    values.share(small);
    List<String> large = List.of("123456789");
    assertThat(values.share(large)).isSameAs(large);
    List<String> again = List.of("123456789");
    assertThat(values.share(again)).isSameAs(again);
    assertThat(values.share(List.of("1"))).as("not forgotten for it").isSameAs(small);
  }
}
