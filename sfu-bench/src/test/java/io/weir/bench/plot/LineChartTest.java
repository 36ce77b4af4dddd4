package io.weir.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.plot.LineChart.Level;
import io.weir.bench.plot.LineChart.Line;
import io.weir.bench.plot.LineChart.Panel;
import io.weir.bench.plot.LineChart.Point;
import io.weir.bench.plot.LineChart.Style;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class LineChartTest {

  private static Line line(Style style, double... y) {
    List<Point> points = new ArrayList<>();
    DoubleStream.of(y).forEach(value -> points.add(new Point(points.size(), value)));
    return new Line("a <line>", style, points);
  }

  private static Document draw(Panel... panels) throws Exception {
    String svg = new LineChart("title & more", "seconds", List.of(panels)).toSvg();
    assertThat(svg).doesNotContain("NaN");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  /** The lines that are drawn, grid left out. */
  private static List<String> lines(Document svg) {
    List<String> lines = new ArrayList<>();
    NodeList paths = svg.getElementsByTagName("path");
    for (int i = 0; i < paths.getLength(); i++) {
      Element path = (Element) paths.item(i);
      if (!path.getAttribute("class").equals("grid")) {
        lines.add(path.getAttribute("d"));
      }
    }
    return lines;
  }

  private static List<String> texts(Document svg) {
    List<String> texts = new ArrayList<>();
    NodeList all = svg.getElementsByTagName("text");
    for (int i = 0; i < all.getLength(); i++) {
      texts.add(all.item(i).getTextContent());
    }
    return texts;
  }

  @Test
  void aLinePassesThroughItsPointsInProportion() throws Exception {
    Document svg = draw(Panel.of("Mbit/s", 100, List.of(line(Style.LINE, 0, 2, 1))));
    // 664 pixels wide from 84, 100 high from 60.
    assertThat(lines(svg)).containsExactly("M84 160L416 60L748 110");
    assertThat(texts(svg)).contains("title & more", "Mbit/s", "seconds", "0", "1", "2");
  }

  @Test
  void aGapInTheValuesIsAGapInTheLine() throws Exception {
    Document svg = draw(Panel.of("ms", 100, List.of(line(Style.LINE, 1, 1, Double.NaN, 1, 0))));
    assertThat(lines(svg)).containsExactly("M84 60L250 60M582 60L748 160");
  }

  @Test
  void stepsHoldTheirValueAndLevelStretchesTakeNoSpace() throws Exception {
    Document svg = draw(Panel.of("ms", 100, List.of(line(Style.STEPS, 1, 1, 1, 0, 0))));
    assertThat(lines(svg)).containsExactly("M84 60H582V160H748V160");
    Document sloped = draw(Panel.of("ms", 100, List.of(line(Style.LINE, 1, 1, 1, 0, 0))));
    assertThat(lines(sloped)).containsExactly("M84 60L416 60L582 160L748 160");
  }

  @Test
  void panelsHaveAxesOfTheirOwnAndLevelsHaveNames() throws Exception {
    Panel rates = Panel.of("Mbit/s", 100, List.of(line(Style.LINE, 4, 4), line(Style.LIMIT, 2, 2)));
    Panel layers =
        new Panel(
            "layer",
            50,
            List.of(new Level(0, "paused"), new Level(2, "full")),
            List.of(line(Style.STEPS, 0, 2)));
    Document svg = draw(rates, layers);
    assertThat(texts(svg)).contains("paused", "full", "a <line>");
    // Two in the legend, two lines above, one below.
    assertThat(lines(svg)).hasSize(5).last().isEqualTo("M84 252H748V202");
  }
}
