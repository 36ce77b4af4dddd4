package io.weir.core.testkit.netsim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.core.testkit.netsim.TunLink.Direction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetsimOptionsTest {

  @Test
  void shouldReadACommandLine() {
    NetsimOptions options =
        NetsimOptions.parse(
            "--down",
            "rate=1M,delay=50ms",
            "--both",
            "loss=1%",
            "--at",
            "2.5s",
            "down download=20s",
            "--seed",
            "7",
            "--far",
            "phone",
            "--",
            "curl",
            "--up",
            "x");

    assertThat(options.changes())
        .containsExactly(
            new Change(List.of(Direction.DOWN), "rate=1M,delay=50ms"),
            new Change(List.of(Direction.UP, Direction.DOWN), "loss=1%"));
    assertThat(options.timed())
        .containsExactly(
            new NetsimOptions.Timed(
                2_500_000_000L, new Change(List.of(Direction.DOWN), "download=20s")));
    assertThat(options.seed()).isEqualTo(7);
    assertThat(options.far()).isEqualTo("phone");
    assertThat(options.near()).isEmpty();
    assertThat(options.command()).containsExactly("curl", "--up", "x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--down",
        "--down rate",
        "--at 5s",
        "--at 5 down_good",
        "--at 5s rate=1k",
        "--seed x",
        "--net 10",
        "curl",
        "--down download=5"
      })
  void shouldSayWhatIsWrong(String line) {
    assertThatThrownBy(() -> NetsimOptions.parse(line.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .isNotBlank();
  }
}
