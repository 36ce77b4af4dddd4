package io.weir.bench.load;

import io.weir.bench.load.measure.ClientSnapshot;
import io.weir.bench.load.scenario.Scenario;
import io.weir.core.control.MediaKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds viewers that are in a room where somebody publishes and are shown nothing any more. Loss
 * does not tell of them: what comes after the last packet that arrived is not known to be missing.
 * Pure code; one thread.
 */
final class Starvation {

  /** A viewer that got nothing for so long starves. */
  static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(2);

  private record Viewer(String room, boolean publishes, ClientSnapshot snapshot) {}

  private final Scenario scenario;
  private final Map<String, Integer> publishers = new HashMap<>();
  private final List<Viewer> viewers = new ArrayList<>();

  Starvation(Scenario scenario) {
    this.scenario = scenario;
  }

  /** Takes note of a client that is in a room and has been for long enough to be judged. */
  void add(String room, ClientRole role, ClientSnapshot snapshot) {
    if (snapshot.connectedForNs() < LIMIT_NS) {
      return;
    }
    if (role.publishes()) {
      publishers.merge(room, 1, Integer::sum);
    }
    if (role.watches()) {
      viewers.add(new Viewer(room, role.publishes(), snapshot));
    }
  }

  /** What to say of those who starve; nothing when nobody does. */
  Optional<String> sentence() {
    List<Viewer> fed = viewers.stream().filter(this::mayExpectMedia).toList();
    long starving = fed.stream().filter(this::starves).count();
    return starving == 0
        ? Optional.empty()
        : Optional.of(
            ("%,d of %,d viewers received %s in the last two seconds though their publishers were"
                    + " sending: the server stopped serving them, which loss does not show.")
                .formatted(starving, fed.size(), pictures() ? "no video" : "nothing"));
  }

  private boolean pictures() {
    return scenario.video().isSent() && scenario.rooms().tiles() > 0;
  }

  /** A server that carries a choice of what is published may carry nothing to somebody. */
  private boolean mayExpectMedia(Viewer viewer) {
    int all = publishers.getOrDefault(viewer.room(), 0);
    int others = viewer.publishes() ? all - 1 : all;
    boolean turns = !scenario.timing().turn().isZero();
    if (others <= 0 || (turns && viewer.publishes())) {
      return false;
    }
    return pictures()
        ? !turns || scenario.rooms().tiles() >= all
        : scenario.audio().sent() && scenario.rooms().voices() >= all;
  }

  private boolean starves(Viewer viewer) {
    return viewer.snapshot().received().stream()
        .filter(stream -> !pictures() || stream.kind() == MediaKind.VIDEO)
        .allMatch(stream -> stream.quietNs() >= LIMIT_NS);
  }
}
