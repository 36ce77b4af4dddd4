package io.weir.bench.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.bench.load.report.Condition.Comparison;
import io.weir.bench.load.report.Condition.Operator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

  /** 2 of 1000 packets lost, delays of 10 ms and one of 80 ms, no server pid. */
  private static LoadResult result() {
    return new LoadResult(
        "",
        "",
        "",
        Instant.EPOCH,
        Map.of(),
        Map.of(
            Figure.EXPECTED, 1000L,
            Figure.LOST, 2L,
            Figure.RECEIVED_BYTES, 1_250_000L,
            Figure.MEASURED_US, 10_000_000L),
        Map.of(Timing.DELAY, Distribution.of(10_000, 10_000, 10_000, 80_000)),
        List.of(),
        List.of(),
        new Verdict(List.of(), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "loss>0.1%,true",
    "loss > 0.2 %,false",
    "loss>=0.2%,true",
    "loss>0.001,true",
    "loss<1%,true",
    "delay.p50>50ms,false",
    "delay.max>50ms,true",
    "delay.max>0.05,true",
    "delay.max>50000us,true",
    "delay.p50<=10.1ms,true",
    "received.lost==2,true",
    "received.lost!=2,false",
    "bitrate.received<1Mbit/s,false",
    "bitrate.received<=1Mbit/s,true",
    "bitrate.received<1001kbit/s,true",
    "loss>0.1% and delay.p50>50ms,false",
    "loss>0.1% or delay.p50>50ms,true",
    "loss>50% or loss>0.1% and delay.max>1ms,true",
    "LOSS>0,refused",
    "cpuPerPacket>1us,false"
  })
  void aConditionHoldsOrNot(String text, String expected) throws ResultException {
    if (expected.equals("refused")) {
      assertThatThrownBy(() -> Condition.parse(text)).isInstanceOf(ResultException.class);
    } else {
      assertThat(Condition.parse(text).holds(result())).isEqualTo(Boolean.valueOf(expected));
    }
  }

  @Test
  void whatWasNotMeasuredIsNamed() throws ResultException {
    Condition condition = Condition.parse("cpuPerPacket>1us or loss>1%");
    assertThat(condition.unanswered(result()))
        .containsExactly(Measure.find("cpuPerPacket").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "loss", "loss>", ">1", "loss>x", "loss>1% and", "loss=1", "loss>1%%"})
  void whatIsNoConditionIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Condition.parse(text))
        .isInstanceOf(ResultException.class)
        .hasMessageMatching("(?s).*(write one like|is no unit).*");
  }

  @Test
  void anUnknownNameIsAnsweredWithThoseThatThereAre() {
    assertThatThrownBy(() -> Condition.parse("los>1%"))
        .hasMessageContaining("no measure \"los\"")
        .hasMessageContaining("loss, ")
        .hasMessageContaining("delay.p99");
    assertThatThrownBy(() -> Condition.parse("delay>1ms")).hasMessageContaining("delay.p99");
  }

  @Test
  void anotherKindsUnitIsAnsweredWithTheRightOnes() {
    assertThatThrownBy(() -> Condition.parse("delay.p99>5%")).hasMessageContaining("s, ms, us");
  }

  @Provide
  Arbitrary<Comparison> comparisons() {
    return Combinators.combine(
            Arbitraries.of(Measure.values()),
            Arbitraries.of(Operator.values()),
            Arbitraries.doubles().between(0, 1e9).ofScale(4))
        .as(Comparison::new);
  }

  @Property(tries = 300)
  void whatIsWrittenIsReadAsTheSame(@ForAll("comparisons") Comparison comparison)
      throws ResultException {
    assertThat(Condition.parse(comparison.toString())).isEqualTo(comparison);
  }

  @Property(tries = 300)
  void anyTextIsReadOrRefused(@ForAll String text) {
    try {
      Condition.parse(text).holds(result());
    } catch (ResultException expected) {
      assertThat(expected.getMessage()).endsWith(".");
    }
  }
}
