package io.weir.core.room;

import io.weir.core.testkit.SimulatedFeedback;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same links and, but for one row, the same limits for viewers who report by stream (RFC 8888),
 * which tells arrivals in steps of 1 ms rather than of 0.25 ms, and the loss of a stream's last
 * packet only with its next one.
 */
class NetworkControlByStreamTest extends NetworkControlTest {
  private static final int TIGHT_KBIT = 700;

  @Override
  SimulatedFeedback.Kind feedback() {
    return SimulatedFeedback.Kind.BY_STREAM;
  }

  static Stream<Arguments> links() {
    return steadyLinks()
        .map(arguments -> {
          Steady row = (Steady) Objects.requireNonNull(arguments.get()[1]);
          return row.kbit() == TIGHT_KBIT
              ? Arguments.of(
                  arguments.get()[0], withMean(row, 78, "bursts tell less in steps of 1 ms"))
              : arguments;
        });
  }

  private static Steady withMean(Steady row, long mean, String why) {
    return new Steady(
        row.kbit(), mean, row.lowest(), row.highest(), row.encoding(), row.frames(), why);
  }

  @Override
  @ParameterizedTest
  @MethodSource("links")
  void shouldFindWhatASteadyLinkCarriesAndUseIt(long seed, Steady row) {
    super.shouldFindWhatASteadyLinkCarriesAndUseIt(seed, row);
  }
}
