package io.weir.bench.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ResultJsonTest {

  @Property(tries = 20)
  void readingGivesBackWhatWasWritten(@ForAll long seed) throws ResultException {
    LoadResult result = Results.of(seed);
    assertThat(ResultJson.parse(ResultJson.write(result))).isEqualTo(result);
  }

  @Test
  void anotherVersionIsRefused() {
    String text = ResultJson.write(Results.of(1)).replace("\"version\" : 1", "\"version\" : 2");
    assertThatThrownBy(() -> ResultJson.parse(text)).hasMessageContaining("version 2");
  }

  @Test
  void otherJsonIsRefused() {
    assertThatThrownBy(() -> ResultJson.parse("{\"a\":1}")).hasMessageContaining("no result");
    assertThatThrownBy(() -> ResultJson.parse("{")).hasMessageContaining("not JSON");
  }

  @Test
  void aDamagedHistogramIsRefused() {
    String text =
        ResultJson.write(Results.of(1)).replaceFirst("\"delay\" : \"H", "\"delay\" : \"X");
    assertThatThrownBy(() -> ResultJson.parse(text))
        .isInstanceOf(ResultException.class)
        .hasMessageContaining("damaged");
  }

  @Property(tries = 200)
  void anyTextIsReadOrRefused(@ForAll String text) {
    try {
      ResultJson.parse(text);
    } catch (ResultException expected) {
      assertThat(expected.getMessage()).isNotBlank();
    }
  }
}
