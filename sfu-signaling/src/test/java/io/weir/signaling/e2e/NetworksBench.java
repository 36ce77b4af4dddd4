package io.weir.signaling.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.signaling.e2e.BadNetworkCall.FarBrowser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Measures what a viewer in Chromium sees behind bad networks; {@code deploy/bench networks} runs
 * it and prints what it writes.
 */
class NetworksBench {
  private static final Path OUT = Path.of("target", "bench");
  private static final long STEADY_MS = 30_000;
  private static final long CUT_MS = 20_000;
  private static final long OUTAGE_MS = 8_000;

  /** Name → a value of each run, in the order of the table. */
  private final Map<String, List<Double>> figures = new LinkedHashMap<>();

  @Test
  void measure() throws IOException {
    int runs = Integer.getInteger("weir.bench.runs", 3);
    for (int i = 0; i < runs; i++) {
      // A new call each time, because congestion control remembers.
      run(this::measureSteady);
      run(this::measureCut);
      run(this::measureOutage);
      run(this::measureFirstLook);
    }
    write();
  }

  private static void run(Consumer<NetworkTrial> measurement) {
    try (BadNetworkCall call = new BadNetworkCall(FarBrowser.CHROMIUM)) {
      measurement.accept(new NetworkTrial(call));
    }
  }

  private void measureSteady(NetworkTrial trial) {
    NetworkTrial.Steady steady = trial.steady("delay=50ms,loss=5%", STEADY_MS);
    add(
        "5 % loss both ways, 100 ms round trip: longest gap, ms (at most 500)",
        steady.longestGapMs());
    add("  gaps over 500 ms in 30 s", steady.freezes());
    add("  frames/s, of 20", steady.framesPerSecond());
  }

  private void measureCut(NetworkTrial trial) {
    NetworkTrial.Cut cut = trial.cut("rate=400k,queue=300ms,delay=25ms", CUT_MS);
    add("400 kbit/s for 20 s: lower encoding after, ms (at most 3000)", cut.lowerAfterMs());
    add("  longest gap after that, ms", cut.longestGapMs());
    add("  received, kbit/s", cut.bitsPerSecond() / 1_000);
    add("  best encoding again after, ms (at most 20000)", cut.topAfterMs());
    add("  bitrate of another viewer meanwhile, % (at least 90)", 100 * cut.othersShare());
  }

  private void measureOutage(NetworkTrial trial) {
    NetworkTrial.Outage outage = trial.outage(OUTAGE_MS);
    add("Nothing for 8 s: picture again after, ms (at most 3000)", outage.backAfterMs());
    add("  best encoding again after, ms", outage.topAfterMs());
    add("  connections made (1)", outage.connections());
  }

  private void measureFirstLook(NetworkTrial trial) {
    add("Camera that nobody watched: first frame after, ms (at most 1000)", trial.firstLookMs());
  }

  private void add(String name, Number value) {
    figures.computeIfAbsent(name, ignored -> new ArrayList<>()).add(value.doubleValue());
  }

  private void write() throws IOException {
    String machine = System.getProperty("weir.bench.machine", "unknown machine");
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    json.put("benchmark", "viewer in Chromium behind bad networks");
    json.put("machine", machine);
    ObjectNode values = json.putObject("figures");
    StringBuilder table =
        new StringBuilder("A viewer in Chromium behind bad networks, a value a run\n");
    table.append(machine).append('\n');
    figures.forEach((name, runs) -> {
      table.append(String.format("  %-76s", name));
      ArrayNode all = values.putArray(name.strip());
      for (double value : runs) {
        boolean never = value >= NetworkTrial.LIMIT_MS;
        table.append(never ? "    never" : String.format(Locale.ROOT, "%9.0f", value));
        all.add(value);
      }
      table.append('\n');
    });
    Files.createDirectories(OUT);
    Files.writeString(OUT.resolve("networks.txt"), table);
    mapper.writerWithDefaultPrettyPrinter().writeValue(OUT.resolve("networks.json").toFile(), json);
  }
}
