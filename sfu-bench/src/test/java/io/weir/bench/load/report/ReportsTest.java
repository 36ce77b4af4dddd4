package io.weir.bench.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportsTest {

  private static final LoadResult EMPTY =
      new LoadResult(
          "nothing",
          "nowhere",
          "",
          Instant.EPOCH,
          Map.of(),
          Map.of(),
          Map.of(),
          List.of(),
          List.of(),
          new Verdict(List.of("No client joined."), List.of()));

  private static Document parse(String page) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
  }

  @Property(tries = 20)
  void thePageIsWellFormedAndNeedsNothingElse(@ForAll long seed) throws Exception {
    String page = HtmlReport.of(Results.of(seed));
    Document document = parse(page);
    assertThat(document.getElementsByTagName("svg").getLength()).isGreaterThanOrEqualTo(7);
    assertThat(page).doesNotContain("<script").doesNotContain("src=").doesNotContain("href=");
    assertThat(page).doesNotContain("NaN").doesNotContain("Infinity");
  }

  @Test
  void aResultWithoutAnythingStillHasItsReports() throws Exception {
    Document document = parse(HtmlReport.of(EMPTY));
    assertThat(document.getElementsByTagName("svg").getLength()).isZero();
    assertThat(TextSummary.of(EMPTY)).contains("NOT VALID: No client joined.");
  }

  @Test
  void theSummaryNamesCausesAndFigures() {
    String summary = TextSummary.of(Results.of(3));
    assertThat(summary)
        .contains("signaling: 503 full <of & people>")
        .contains("One-way delay")
        .contains("CPU per delivered packet")
        .contains("AEAD_AES_128_GCM (40 clients), AES_CM_128_HMAC_SHA1_80")
        .contains("by ipsec-mb at the tester");
  }

  @Test
  void resultsThatWereNotEncryptedAlikeAreComparedWithAWordOfIt() {
    LoadResult before = Results.of(1);
    LoadResult after = with(before, Figure.SERVER_CPU_US, 1);
    assertThat(new Comparison(before, before, 0.1, false).text()).doesNotContain("encrypted");
    assertThat(new Comparison(before, after, 0.1, false).text())
        .contains("A with AEAD_AES_128_GCM (40 clients)", "B with nothing that is known");
  }

  @Test
  void everyMeasureHasANameOfItsOwnAndAMeaning() {
    Set<String> names = new HashSet<>();
    for (Measure measure : Measure.values()) {
      assertThat(names.add(measure.name())).as(measure.name()).isTrue();
      assertThat(measure.meaning()).isNotBlank();
      assertThat(measure.name()).matches("[a-zA-Z][a-zA-Z0-9.]*");
    }
  }

  private static LoadResult with(LoadResult result, Figure figure, long value) {
    Map<Figure, Long> figures = new EnumMap<>(Figure.class);
    figures.putAll(result.figures());
    figures.put(figure, value);
    return new LoadResult(
        result.name(),
        result.target(),
        result.tester(),
        result.startedAt(),
        result.settings(),
        figures,
        result.timings(),
        result.failures(),
        result.intervals(),
        result.verdict());
  }

  private static Stage stage(long viewers, boolean valid, String... met) {
    LoadResult result = with(EMPTY, Figure.CLIENTS_VIEWERS, viewers);
    Verdict verdict = new Verdict(valid ? List.of() : List.of("The tester <was> it."), List.of());
    return new Stage(
        new LoadResult(
            result.name(),
            result.target(),
            result.tester(),
            result.startedAt(),
            result.settings(),
            result.figures(),
            result.timings(),
            result.failures(),
            result.intervals(),
            verdict),
        List.of(met));
  }

  @Test
  void theHighestStageIsTheLastBeforeTheFirstThatDoesNotHold() {
    Stage small = stage(100, true);
    Stage middle = stage(200, true);
    Stage lossy = stage(400, true, "loss>0.1%");
    Stage invalid = stage(400, false);
    assertThat(Stage.highest(List.of(small, middle))).contains(middle);
    assertThat(Stage.highest(List.of(small, middle, lossy))).contains(middle);
    assertThat(Stage.highest(List.of(small, invalid, middle))).contains(small);
    assertThat(Stage.highest(List.of(lossy))).isEmpty();
  }

  @Test
  void stagesStandInATableWithWhyTheLastDoesNotHold() throws Exception {
    List<Stage> stages = List.of(stage(100, true), stage(200, true), stage(400, true, "loss>0.1%"));
    LoadResult result = EMPTY.with(List.of(), stages);
    assertThat(TextSummary.of(result))
        .containsPattern("(?m)^100 .*holds$")
        .containsPattern("(?m)^400 .*loss>0.1%$")
        .contains("The highest stage that holds: 200 viewers")
        .doesNotContain("CPU/packet");
    String page = HtmlReport.of(result);
    assertThat(parse(page).getElementsByTagName("h2").item(0).getTextContent()).isEqualTo("Stages");
    assertThat(page).contains("loss&gt;0.1%");
    LoadResult none = EMPTY.with(List.of(), List.of(stage(100, false)));
    assertThat(TextSummary.of(none)).contains("Not even the first stage holds.", "not valid");
  }

  @Test
  void memoryPerViewerIsWhatTheServerGrewBy() {
    LoadResult result = with(Results.of(1), Figure.SERVER_RSS, 300_000_000);
    result = with(result, Figure.SERVER_RSS_BEFORE, 100_000_000);
    result = with(result, Figure.CLIENTS_WATCHING, 2_000);
    assertThat(Measure.named("server.rssPerViewer").of(result)).hasValue(100_000);
    assertThat(TextSummary.of(result)).contains("grown by 97.7 KiB per viewer");
    assertThat(Measure.named("server.rssPerViewer").of(without(result, Figure.SERVER_RSS_BEFORE)))
        .isEmpty();
  }

  @Test
  void comparingMarksWhatIsWorse() {
    LoadResult before = with(Results.of(1), Figure.SERVER_CPU_US, 1_000_000);
    LoadResult dearer = with(before, Figure.SERVER_CPU_US, 1_300_000);
    Comparison comparison = new Comparison(before, dearer, 0.1, false);
    assertThat(comparison.isWorse()).isTrue();
    assertThat(comparison.text()).containsPattern("cpuPerPacket .*\\+30\\.0 %  worse");
    assertThat(new Comparison(dearer, before, 0.1, false).isWorse()).isFalse();
    assertThat(new Comparison(before, dearer, 0.5, false).isWorse()).isFalse();
  }

  @Test
  void whatIsNotMeasuredAnyMoreIsShownAndWorse() {
    LoadResult before = Results.of(1);
    LoadResult after = without(before, Figure.SERVER_CPU_US);
    Comparison comparison = new Comparison(before, after, 0.1, false);
    assertThat(comparison.isWorse()).isTrue();
    assertThat(comparison.text()).containsPattern("cpuPerPacket .*not measured +worse");
    Comparison turned = new Comparison(after, before, 0.1, false);
    assertThat(turned.isWorse()).isFalse();
    assertThat(turned.text()).containsPattern("cpuPerPacket +not measured ");
  }

  private static LoadResult without(LoadResult result, Figure figure) {
    Map<Figure, Long> figures = new EnumMap<>(Figure.class);
    figures.putAll(result.figures());
    figures.remove(figure);
    return new LoadResult(
        result.name(),
        result.target(),
        result.tester(),
        result.startedAt(),
        result.settings(),
        figures,
        result.timings(),
        result.failures(),
        result.intervals(),
        result.verdict());
  }

  @Test
  void fewerDeliveredPacketsAreWorse() {
    LoadResult before = with(Results.of(1), Figure.RECEIVED_PACKETS, 1_000_000);
    LoadResult after = with(before, Figure.RECEIVED_PACKETS, 500_000);
    assertThat(new Comparison(before, after, 0.1, false).text())
        .containsPattern("packets\\.received .*-50\\.0 %  worse");
  }
}
