package io.weir.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.weir.bench.load.report.Figure;
import io.weir.bench.load.report.LoadResult;
import io.weir.bench.load.report.Measure;
import io.weir.bench.load.report.ResultJson;
import io.weir.bench.load.report.Stage;
import io.weir.bench.load.report.TextSummary;
import io.weir.bench.load.report.Timing;
import io.weir.bench.load.scenario.LoadSetting;
import io.weir.bench.load.scenario.Preset;
import io.weir.bench.load.scenario.Scenario;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against a server as users run it, over loopback. */
class LoadEndToEndTest {

  private static final String KEY = "main:a-secret-of-at-least-thirty-two-bytes";

  /** Machines that run tests are slow at times; what is asserted is not about that. */
  private static final List<String> SMALL =
      List.of(
          "--warmup",
          "1s",
          "--duration",
          "3s",
          "--join-timeout",
          "60s",
          "--video-bitrate",
          "300k",
          "--audio-talk",
          "always",
          "--quiet");

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private ServerProcess server = ServerProcess.none();

  @AfterEach
  void stop() {
    server.close();
  }

  private LoadResult load(String... arguments) throws Exception {
    Path json = folder.resolve("result.json");
    Path html = folder.resolve("report.html");
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(SMALL);
    all.addAll(List.of("--server-pid", Long.toString(server.pid())));
    all.addAll(List.of("--json", json.toString(), "--html", html.toString()));
    CommandLine line = LoadCommand.commandLine();
    PrintWriter writer = new PrintWriter(out);
    line.setOut(writer).setErr(writer);
    int code = line.execute(all.toArray(String[]::new));
    // On a machine that does much else the tester may rightly call itself the bottleneck.
    assertThat(code).as("%s", out).isIn(ExitCode.GOOD, ExitCode.NOT_VALID);
    assertThat(html).content().contains("<svg");
    return ResultJson.read(json);
  }

  private void assertEverybodySawEverything(LoadResult result, int clients) {
    assertThat(result.failures()).as("%s", out).isEmpty();
    assertThat(result.of(Figure.CLIENTS_JOINED)).isEqualTo(clients);
    assertThat(result.of(Figure.RECEIVED_PACKETS)).as("%s", out).isPositive();
    assertThat(result.of(Figure.LOST)).as("%s", out).isZero();
    assertThat(result.of(Figure.FRAMES)).isPositive();
    assertThat(result.of(Timing.DELAY).count()).isPositive();
    assertThat(result.of(Timing.JOIN).count()).isEqualTo(clients);
    assertThat(result.of(Timing.JOIN_SIGNALING).count()).isEqualTo(clients);
    assertThat(Measure.find("cpuPerPacket").orElseThrow().of(result)).isPresent();
    assertThat(result.of(Figure.SERVER_RSS)).isPositive();
    assertThat(result.intervals()).isNotEmpty();
    assertThat(result.srtp().profiles()).isEqualTo(Map.of("AEAD_AES_128_GCM", (long) clients));
  }

  @Test
  void aConferenceOverTheWebSocketWithMintedTokens() throws Exception {
    server = ServerProcess.start(Map.of("WEIR_API_KEYS", KEY, "WEIR_METRICS_OPEN", "true"));
    LoadResult result =
        load(
            "conference",
            "--rooms",
            "2",
            "--size",
            "3",
            "--server",
            server.url(),
            "--key",
            KEY,
            "--metrics",
            server.url() + "/metrics");
    assertEverybodySawEverything(result, 6);
    assertThat(result.srtp().serverEngine()).isNotEmpty();
    assertThat(out.toString()).contains(result.srtp().serverEngine() + " at the server");
    assertThat(result.target()).contains("Weir at " + server.url());
    // Each of the three sees the two others, but for what is held back until their link is known.
    double ratio = (double) result.of(Figure.RECEIVED_PACKETS) / result.of(Figure.SENT_PACKETS);
    assertThat(ratio).isBetween(1.4, 2.2);
  }

  @Test
  void aLiveStreamOverWhipAndWhep() throws Exception {
    server = ServerProcess.start(Map.of());
    LoadResult result =
        load(
            "live",
            "--viewers",
            "4",
            "--whip",
            server.url() + "/whip/{room}",
            "--whep",
            server.url() + "/whep/{room}");
    assertEverybodySawEverything(result, 5);
    assertThat(result.target()).contains("WHIP").contains("WHEP");
  }

  @Test
  void stagesAreMeasuredUntilOneDoesNotHold() throws Exception {
    server = ServerProcess.start(Map.of());
    Map<LoadSetting, String> settings = Scenario.settingsOf(Preset.LIVE);
    settings.putAll(
        Map.of(
            LoadSetting.STAGES, "1,3,5",
            LoadSetting.WARMUP, "1s",
            LoadSetting.DURATION, "3s",
            LoadSetting.SERVER, server.url(),
            LoadSetting.SERVER_PID, Long.toString(server.pid())));
    Function<LoadResult, List<String>> tooMany =
        result ->
            result.of(Figure.CLIENTS_WATCHING) > 2 ? List.of("clients.watching>2") : List.of();
    LoadResult result =
        new LoadRun(Scenario.of(settings), Target.of(settings), Progress.NONE, tooMany).run();
    out.append(TextSummary.of(result));
    List<Stage> stages = result.stages();
    assumeThat(stages.getFirst().holds()).as("a machine with room for it: %s", out).isTrue();
    assertThat(stages).as("%s", out).hasSize(2);
    assertThat(stages.getFirst().result().of(Figure.CLIENTS_JOINED)).isEqualTo(2);
    assertThat(stages.getLast().result().of(Figure.CLIENTS_JOINED)).isEqualTo(4);
    assertThat(stages.getLast().result().of(Timing.JOIN).count()).isEqualTo(4);
    assertThat(stages.getLast().met()).containsExactly("clients.watching>2");
    assertThat(result.of(Figure.CLIENTS_WATCHING)).isEqualTo(3);
    assertThat(result.of(Figure.SERVER_RSS_BEFORE)).isPositive();
    // Three times as many viewers of the same publisher.
    double more =
        (double) stages.getLast().result().of(Figure.RECEIVED_PACKETS)
            / stages.getFirst().result().of(Figure.RECEIVED_PACKETS);
    assertThat(more).isBetween(2.0, 4.5);
    assertThat(out.toString()).contains("The highest stage that holds: 1 viewers");
  }

  @Test
  void clientsThatAreCutOrReplacedComeBack() throws Exception {
    server = ServerProcess.start(Map.of());
    LoadResult result =
        load(
            "live",
            "--viewers",
            "3",
            "--churn",
            "1/s",
            "--reconnect-every",
            "1500ms",
            "--server",
            server.url());
    assertThat(result.of(Figure.RECONNECTS)).as("%s", out).isPositive();
    assertThat(result.of(Figure.RECONNECTS_FAILED)).isZero();
    assertThat(result.of(Figure.CLIENTS_REPLACED)).isPositive();
    assertThat(result.of(Figure.CLIENTS_FAILED)).isZero();
  }

  @Test
  void whoeverIsRefusedIsCountedByCause() throws Exception {
    server = ServerProcess.start(Map.of("WEIR_MAX_ROOM_PARTICIPANTS", "3"));
    LoadResult result = load("live", "--viewers", "4", "--server", server.url());
    assertThat(result.of(Figure.CLIENTS_JOINED)).as("%s", out).isEqualTo(3);
    assertThat(result.failures())
        .singleElement()
        .satisfies(failure -> {
          assertThat(failure.count()).isEqualTo(2);
          assertThat(failure.step()).isEqualTo("signaling");
          assertThat(failure.cause()).startsWith("full: ");
        });
    assertThat(out.toString()).contains("2 of 5 clients did not join");
  }

  @Test
  void aServerThatDiesMakesTheResultWorthless() throws Exception {
    server = ServerProcess.start(Map.of());
    LoadResult result = dyingAfterMedia("--server", server.url());
    assertThat(result.verdict().invalid())
        .as("%s", out)
        .contains("The server's process (--server-pid) ended before the test did.");
    assertThat(out.toString()).contains("lost their connection");
  }

  @Test
  void aServerThatStopsServingMakesTheResultWorthless() throws Exception {
    server = ServerProcess.start(Map.of());
    String whip = server.url() + "/whip/{room}";
    String whep = server.url() + "/whep/{room}";
    LoadResult result = dyingAfterMedia("--whip", whip, "--whep", whep);
    assertThat(result.verdict().invalid())
        .as("%s", out)
        .anyMatch(reason -> reason.startsWith("2 of 2 viewers received no video"));
  }

  /** A run in which the server is killed once media arrived in the measured time. */
  private LoadResult dyingAfterMedia(String... target) throws Exception {
    Map<LoadSetting, String> settings = Scenario.settingsOf(Preset.LIVE);
    settings.putAll(
        Map.of(
            LoadSetting.VIEWERS, "2",
            LoadSetting.WARMUP, "1s",
            LoadSetting.DURATION, "12s",
            LoadSetting.SERVER_PID, Long.toString(server.pid())));
    for (int i = 0; i < target.length; i += 2) {
      String option = target[i];
      LoadSetting setting =
          Arrays.stream(LoadSetting.values())
              .filter(found -> found.option().equals(option))
              .findFirst()
              .orElseThrow();
      settings.put(setting, target[i + 1]);
    }
    Progress killer =
        moment -> {
          if (moment.second().measured() && moment.second().of(Figure.RECEIVED_PACKETS) > 0) {
            server.kill();
          }
        };
    LoadResult result = new LoadRun(Scenario.of(settings), Target.of(settings), killer).run();
    out.append(TextSummary.of(result));
    assertThat(result.of(Figure.CLIENTS_JOINED)).isEqualTo(3);
    return result;
  }

  @Test
  void beingStoppedWhileClientsStillJoinEndsWithAReport() throws Exception {
    Map<LoadSetting, String> settings = Scenario.settingsOf(Preset.LIVE);
    settings.putAll(Map.of(LoadSetting.SERVER, "http://127.0.0.1:1", LoadSetting.RAMP, "0.01/s"));
    AtomicReference<LoadRun> started = new AtomicReference<>();
    Progress stopper = moment -> started.get().stop();
    started.set(new LoadRun(Scenario.of(settings), Target.of(settings), stopper));
    LoadResult result =
        CompletableFuture.supplyAsync(() -> run(started.get())).get(180, TimeUnit.SECONDS);
    assertThat(result.of(Figure.CLIENTS_STARTED)).isEqualTo(1);
    assertThat(result.verdict().invalid())
        .containsExactly("It was stopped before anything was measured.");
  }

  private static LoadResult run(LoadRun run) {
    try {
      return run.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aServerThatIsNotThereMeansThatNothingWasMeasured() {
    CommandLine line = LoadCommand.commandLine();
    line.setOut(new PrintWriter(out));
    int code = line.execute("live", "--viewers", "2", "--server", "http://127.0.0.1:1", "--quiet");
    assertThat(code).isEqualTo(ExitCode.NOBODY_JOINED);
    assertThat(out.toString())
        .contains("3× signaling: the server does not take connections")
        .contains("NOT VALID: No client joined");
  }
}
