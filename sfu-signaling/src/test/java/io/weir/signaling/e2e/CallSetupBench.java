package io.weir.signaling.e2e;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Measures how long a newcomer waits from join to the first displayed frame; {@code deploy/bench
 * call} runs it and prints what it writes.
 */
class CallSetupBench {
  private static final Path OUT = Path.of("target", "bench");
  private static final String ROOM = "setup";

  @Test
  void measure() throws IOException {
    int runs = Integer.getInteger("weir.bench.runs", 10);
    List<Double> times = new ArrayList<>();
    try (WeirProcess weir = WeirProcess.start();
        ChromiumBrowser chromium = ChromiumBrowser.start()) {
      BrowserPage publisher = chromium.open();
      publisher.navigate(weir.resolve("healthz"));
      publisher.evaluate("weirCall.publish('%s', 'Publisher')".formatted(ROOM));
      newcomer(weir, chromium); // Warms up server and browser.
      for (int i = 0; i < runs; i++) {
        times.add(newcomer(weir, chromium));
      }
    }
    write(times);
  }

  private static double newcomer(WeirProcess weir, ChromiumBrowser chromium) {
    BrowserPage viewer = chromium.open();
    viewer.navigate(weir.resolve("healthz"));
    double milliseconds =
        viewer.evaluate("weirCall.timeToFirstFrame('%s')".formatted(ROOM)).asDouble();
    viewer.evaluate("weirCall.leave()");
    viewer.close();
    return milliseconds;
  }

  private static void write(List<Double> times) throws IOException {
    String machine = System.getProperty("weir.bench.machine", "unknown machine");
    List<Double> sorted = new ArrayList<>(times);
    Collections.sort(sorted);
    double median = (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;

    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    json.put("benchmark", "join to first displayed frame, Chromium");
    json.put("machine", machine);
    json.put("unit", "ms");
    json.put("median", median);
    ArrayNode all = json.putArray("runs");
    times.forEach(all::add);

    StringBuilder table = new StringBuilder("Join to first displayed frame in Chromium\n");
    table.append(machine).append('\n');
    for (int i = 0; i < times.size(); i++) {
      table.append(String.format(Locale.ROOT, "  run %2d  %7.0f ms%n", i + 1, times.get(i)));
    }
    table.append(String.format(Locale.ROOT, "  best    %7.0f ms%n", sorted.getFirst()));
    table.append(String.format(Locale.ROOT, "  median  %7.0f ms%n", median));
    table.append(String.format(Locale.ROOT, "  worst   %7.0f ms%n", sorted.getLast()));
    Files.createDirectories(OUT);
    Files.writeString(OUT.resolve("call.txt"), table);
    mapper.writerWithDefaultPrettyPrinter().writeValue(OUT.resolve("call.json").toFile(), json);
  }
}
