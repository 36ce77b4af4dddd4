package io.weir.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RatiosTest {
  @TempDir private Path folder = Path.of(".");

  @Test
  void shouldReadWhatWasWritten() throws IOException {
    Ratios written = new Ratios();
    written.put("room.Router.route subscribers=50", 3.7004);
    written.put("rtp.RtpParser.parse", 0.35);
    Path file = folder.resolve("ratios.txt");
    written.write(file);

    Ratios read = Ratios.read(file);

    assertThat(read.keys())
        .containsExactly("room.Router.route subscribers=50", "rtp.RtpParser.parse");
    assertThat(read.get("room.Router.route subscribers=50")).hasValue(3.7);
    assertThat(read.get("other")).isEmpty();
  }

  @Test
  void shouldHaveNoneWithoutAFile() throws IOException {
    assertThat(Ratios.read(folder.resolve("missing")).keys()).isEmpty();
  }

  @Test
  void shouldNameALineThatHasNoRatio() throws IOException {
    Path file = Files.writeString(folder.resolve("ratios.txt"), "# fine\n\nfast rtp.RtpParser\n");
    assertThatThrownBy(() -> Ratios.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("fast rtp.RtpParser");
  }

  @Test
  void shouldSuspectOnlyWhatCostsAFifthMore() {
    Ratios expected = new Ratios();
    expected.put("steady", 1);
    expected.put("worse", 1);
    expected.put("gone", 1);
    Ratios measured = new Ratios();
    measured.put("steady", 1.19);
    measured.put("worse", 1.21);
    measured.put("new", 9);

    assertThat(Guard.worse(expected, measured)).containsExactly("worse");
  }

  @Test
  void shouldDecideByTheMiddleRun() {
    assertThat(Guard.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
  }
}
