package io.weir.core.testkit.netsim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The program behind {@code deploy/netsim}, as that starts it: from its sources, with nothing else.
 */
class NetsimTest {
  private static final String NET = "10.91.0";

  private record Outcome(int code, String output) {}

  @Test
  void shouldExplainItself() throws Exception {
    Outcome help = run("--help");

    assertThat(help.code()).isZero();
    assertThat(help.output()).contains("Usage: deploy/netsim").contains("loss=5%");
  }

  @Test
  void shouldSayWhatIsWrongWithTheCommandLine() throws Exception {
    Outcome outcome = run("--down", "rate=many");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.output())
        .contains("\"many\" should be a number with one of the units k M G");
  }

  @Test
  void shouldRunACommandAtTheFarEndAndTidyUp() throws Exception {
    assumePossible();
    Outcome outcome =
        run(
            "--net",
            NET,
            "--both",
            "delay=5ms",
            "--",
            "sh",
            "-c",
            "ip netns identify; ip -4 -o a; exit 7");

    assertThat(outcome.code()).isEqualTo(7);
    assertThat(outcome.output()).contains(NET + ".2/24").contains("queue p50/p95/max");
    String namespace = outcome.output().lines().findFirst().orElse("");
    assertThat(namespace).startsWith("weir-netsim-");
    assertThat(Namespaces.output("ip", "netns", "list")).doesNotContain(namespace);
  }

  @Test
  void shouldTidyUpAfterItWasTerminated() throws Exception {
    assumePossible();
    Process process = start("--net", NET, "--", "sh", "-c", "ip netns identify; cat /dev/zero");
    String namespace = process.inputReader(UTF_8).readLine();
    assertThat(Namespaces.output("ip", "netns", "list")).contains(namespace);

    process.destroy();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Namespaces.output("ip", "netns", "list")).doesNotContain(namespace);
  }

  private static void assumePossible() {
    Optional<String> obstacle = Namespaces.obstacle();
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
  }

  private static Outcome run(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Outcome(process.exitValue(), output);
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "src/test/java/io/weir/core/testkit/netsim/Netsim.java"));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }
}
