package io.weir.signaling.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SharedValuesTest {
  private final SharedValues<List<String>> values = new SharedValues<>(2);

  @Test
  void shouldGiveTheSameForEqualOnes() {
    List<String> first = List.of("VP8", "H264");
    assertThat(values.share(first)).isSameAs(first);
    assertThat(values.share(List.of("VP8", "H264"))).isSameAs(first);
  }

  @Test
  void shouldForgetWhatItHadRatherThanGrow() {
    List<String> first = List.of("1");
    values.share(first);
    values.share(List.of("2"));
    assertThat(values.share(List.of("1"))).as("full, but it is there").isSameAs(first);
    values.share(List.of("3"));
    assertThat(values.share(List.of("1"))).isNotSameAs(first);
  }
}
