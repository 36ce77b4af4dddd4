package io.weir.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholePathChartTest {
  private static final Path RATIOS = Path.of("ratios.txt");

  @TempDir private Path folder = Path.of(".");

  @Test
  void shouldStandBesideTheRatiosThatItShows() throws IOException {
    assertThat(WholePathChart.beside(RATIOS))
        .as("deploy/bench guard --update draws it")
        .hasContent(WholePathChart.of(Ratios.read(RATIOS)).toSvg());
  }

  @Test
  void shouldShowTheFiguresOfTheFile() throws IOException {
    Ratios ratios = new Ratios();
    ratios.put("io.WholePath.forward subscribers=50", 1.37);
    Path file = folder.resolve("ratios.txt");

    WholePathChart.write(ratios, file);

    assertThat(Files.readString(WholePathChart.beside(file)))
        .contains("1.37", "one at a time")
        .doesNotContain("NaN");
  }
}
