package io.weir.bench.load;

import io.weir.bench.load.report.Figure;
import io.weir.bench.load.report.Verdict;
import io.weir.bench.load.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Says whether a run's figures may be believed, and what a reader should know beside. Pure code;
 * the director's thread only.
 */
final class Judge {

  private final Scenario scenario;
  private final Map<Figure, Long> figures;

  /**
   * A judge of one run.
   *
   * @param figures what was counted
   */
  Judge(Scenario scenario, Map<Figure, Long> figures) {
    this.scenario = scenario;
    this.figures = Map.copyOf(figures);
  }

  /**
   * How a run ended.
   *
   * @param measured whether the measured time had begun
   * @param stopped whether it was asked to end early
   * @param serverGone whether the server's process has ended
   */
  record Ending(boolean measured, boolean stopped, boolean serverGone) {}

  /**
   * The verdict.
   *
   * @param saturation how the tester's media fared
   * @param lag how its signaling fared
   * @param starvation how the viewers fared in the end
   * @param remarks notes from elsewhere, which come first
   */
  Verdict verdict(
      Ending ending,
      Saturation saturation,
      SignalingLag lag,
      Starvation starvation,
      List<String> remarks) {
    List<String> invalid = new ArrayList<>();
    List<String> notes = new ArrayList<>(remarks);
    if (ending.serverGone()) {
      invalid.add("The server's process (--server-pid) ended before the test did.");
    }
    List<String> ofTester = new ArrayList<>(saturation.sentences());
    lag.sentence().ifPresent(ofTester::add);
    invalid.addAll(ofTester);
    if (ending.measured()) {
      notes.addAll(saturation.notes());
      notes.addAll(lag.notes());
      if (of(Figure.RECEIVED_PACKETS) == 0 && of(Figure.CLIENTS_VIEWERS) > 0) {
        invalid.add("No media arrived in the measured time.");
      } else {
        starvation.sentence().ifPresent(invalid::add);
      }
    } else {
      invalid.add(
          ending.stopped()
              ? "It was stopped before anything was measured."
              : ofTester.isEmpty()
                  ? "No client joined, so nothing was measured."
                  : "It ended before anything was measured.");
    }
    if (of(Figure.CLIENTS_LOST) > 0 && !scenario.isUnruly()) {
      invalid.add(
          "%,d clients lost their connection, which this scenario does not cut; the causes are"
                  .formatted(of(Figure.CLIENTS_LOST))
              + " listed.");
    }
    addNotes(ending, notes);
    return new Verdict(invalid, notes);
  }

  private void addNotes(Ending ending, List<String> notes) {
    if (ending.stopped() && ending.measured()) {
      notes.add(
          String.format(
              Locale.ROOT,
              "It was stopped after %.0f of %d s of measuring.",
              of(Figure.MEASURED_US) / 1e6,
              scenario.timing().duration().toSeconds()));
    }
    if (of(Figure.CLIENTS_FAILED) > 0) {
      notes.add(
          "%,d of %,d clients did not join; the causes are listed."
              .formatted(of(Figure.CLIENTS_FAILED), of(Figure.CLIENTS_STARTED)));
    }
    if (of(Figure.JOIN_WITHOUT_FRAME) > 0) {
      notes.add(
          "%,d viewers joined and were never shown a picture; the times of join do not have them."
              .formatted(of(Figure.JOIN_WITHOUT_FRAME)));
    }
    if (of(Figure.CLIENTS_POSTPONED) > 0) {
      notes.add(
          "The server asked clients %,d times to come later (429, 503 or rate_limited); of Weir,"
                  .formatted(of(Figure.CLIENTS_POSTPONED))
              + " WEIR_MAX_JOINS is the limit for one address.");
    }
  }

  private long of(Figure figure) {
    return figures.getOrDefault(figure, 0L);
  }
}
