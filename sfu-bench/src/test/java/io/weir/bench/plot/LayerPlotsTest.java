package io.weir.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the page about layers and its plots to each other. {@code deploy/bench plots} runs it with
 * {@code -Dweir.write-docs=true}, which draws them anew.
 */
class LayerPlotsTest {

  private static final Path PAGE = Path.of("../sfu-signaling/docs/layers.md");
  private static final Path PICTURES = PAGE.resolveSibling("images");
  private static final Pattern PICTURE = Pattern.compile("!\\[[^]]+]\\(images/([^)]+)\\)");

  private static List<String> files() {
    return LayerPlots.all().stream().map(LayerPlots.Scenario::file).toList();
  }

  @Test
  void everyPlotIsThereAndNoOther() throws IOException {
    if (Boolean.getBoolean("weir.write-docs")) {
      for (LayerPlots.Scenario scenario : LayerPlots.all()) {
        Files.writeString(PICTURES.resolve(scenario.file()), scenario.draw().toSvg());
      }
    }
    try (Stream<Path> pictures = Files.list(PICTURES)) {
      List<String> plots =
          pictures
              .map(path -> path.getFileName().toString())
              .filter(name -> name.startsWith("layers-"))
              .toList();
      assertThat(plots).as("deploy/bench plots draws them").hasSameElementsAs(files());
    }
  }

  @Test
  void thePageShowsEveryPlotInOrderAndNoOther() throws IOException {
    List<String> shown =
        PICTURE.matcher(Files.readString(PAGE)).results().map(MatchResult::group).toList();
    assertThat(shown)
        .map(picture -> picture.replaceAll(".*images/|\\)", ""))
        .containsExactlyElementsOf(files());
  }

  @Test
  void aPlotShowsWhatWasPlayed() {
    LineChart chart =
        LayerPlots.Scenario.of(
                "x.svg",
                "A link that is cut",
                "12",
                "rate=5M,queue=300ms,delay=20ms",
                "6",
                "rate=300k")
            .draw();
    LineChart.Panel rates = chart.panels().getFirst();
    assertThat(rates.lines().getLast().points())
        .extracting(LineChart.Point::y)
        .containsOnly(5.0, 0.3);
    List<LineChart.Point> layer = chart.panels().getLast().lines().getFirst().points();
    assertThat(layer).hasSize(12 * 20);
    assertThat(layer).anyMatch(point -> point.x() < 6 && point.y() == 9);
    assertThat(layer.getLast().y()).as("paused, or frames of the smallest").isBetween(0.0, 3.0);
    assertThat(chart.toSvg().length()).isLessThan(40_000);
  }
}
