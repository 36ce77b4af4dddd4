package io.weir.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class BarChartTest {
  @Test
  void shouldDrawBarsInProportionAndLeaveOutWhatIsMissing() throws Exception {
    BarChart chart =
        new BarChart(
            "CPU <µs> & more",
            List.of("A", "B"),
            List.of(
                new BarChart.Group("1 → 10", List.of(1.0, 4.0)),
                new BarChart.Group("1 → 50", List.of(2.0, Double.NaN))));

    NodeList shapes = parse(chart.toSvg()).getElementsByTagName("rect");

    // Two for the legend, three bars.
    assertThat(shapes.getLength()).isEqualTo(5);
    double first = width(shapes, 2);
    assertThat(width(shapes, 3)).isCloseTo(4 * first, offset(0.5));
    assertThat(width(shapes, 4)).isCloseTo(2 * first, offset(0.5));
  }

  @Test
  void shouldRefuseAGroupWithTooFewValues() {
    List<BarChart.Group> groups = List.of(new BarChart.Group("x", List.of(1.0)));
    List<String> series = List.of("A", "B");
    assertThatThrownBy(() -> new BarChart("t", series, groups))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x");
  }

  private static double width(NodeList shapes, int index) {
    return Double.parseDouble(((Element) shapes.item(index)).getAttribute("width"));
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }
}
