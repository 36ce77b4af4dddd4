package io.weir.core.testkit.netsim;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.core.testkit.LinkStatistics;
import io.weir.core.testkit.netsim.TunLink.Direction;
import io.weir.core.testkit.netsim.TunLink.End;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * {@code deploy/netsim}: a namespace behind a simulated network, and a command in it. Whatever ends
 * it, namespace and interfaces go with it.
 */
public final class Netsim {
  private static final int USAGE = 2;

  /** Reports go where the command's own output does not. */
  private static final PrintStream OUT = System.err;

  private final NetsimOptions options;
  private final FarEnd far;
  private final TunLink link;

  private Netsim(NetsimOptions options, FarEnd far, TunLink link) {
    this.options = options;
    this.far = far;
    this.link = link;
  }

  /** Runs until the command ends, or until it is told to end. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && (arguments[0].equals("--help") || arguments[0].equals("-h"))) {
      System.out.print(NetsimOptions.HELP);
      return;
    }
    NetsimOptions options;
    try {
      options = NetsimOptions.parse(arguments);
    } catch (IllegalArgumentException e) {
      OUT.println(e.getMessage() + "\ndeploy/netsim --help tells more.");
      System.exit(USAGE);
      return;
    }
    Optional<String> obstacle = Namespaces.obstacle();
    if (obstacle.isPresent()) {
      OUT.println("deploy/netsim cannot work here: " + obstacle.get() + ".");
      System.exit(1);
    }
    System.exit(run(options));
  }

  private static int run(NetsimOptions options) throws IOException, InterruptedException {
    FarEnd.removeLeftOver();
    FarEnd far = FarEnd.open(options.far());
    Runtime.getRuntime().addShutdownHook(new Thread(far::close, "end-far"));
    String device = "wn" + ProcessHandle.current().pid();
    TunLink link =
        TunLink.open(
            options.seed(),
            new End(options.near(), device + "n", options.net() + ".1/24"),
            new End(far.namespace(), device + "f", options.net() + ".2/24"));
    Netsim netsim = new Netsim(options, far, link);
    Runtime.getRuntime().addShutdownHook(new Thread(netsim::printStatistics, "end-report"));
    Namespaces.run("ip", "-n", far.namespace(), "route", "replace", "default", "dev", device + "f");
    return netsim.run();
  }

  private int run() throws IOException, InterruptedException {
    options.changes().forEach(change -> change.apply(link));
    try (ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory())) {
      for (NetsimOptions.Timed timed : options.timed()) {
        var _ =
            timer.schedule(() -> timed.change().apply(link), timed.atNs(), TimeUnit.NANOSECONDS);
      }
      if (options.control().isPresent()) {
        readControl(Path.of(options.control().get()));
      }
      int code = options.command().isEmpty() ? stay() : command();
      timer.shutdownNow();
      return code;
    }
  }

  private int command() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(Namespaces.inside(far.namespace()));
    command.addAll(options.command());
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private int stay() throws InterruptedException {
    OUT.printf(
        "The far end is %s.2, this one %s.1. A program there: ip netns exec %s COMMAND%n",
        options.net(), options.net(), far.namespace());
    Thread.ofPlatform().daemon().name("stdin").start(() -> readLines(System.in));
    new CountDownLatch(1).await(); // A signal ends it.
    return 0;
  }

  private void readControl(Path fifo) throws IOException {
    if (!Files.exists(fifo)) {
      Namespaces.run("mkfifo", fifo.toString());
      fifo.toFile().deleteOnExit();
    }
    Thread.ofPlatform()
        .daemon()
        .name("control")
        .start(() -> {
          while (true) {
            // Opening waits for somebody who writes; what they close ends only their part.
            try (InputStream in = Files.newInputStream(fifo)) {
              readLines(in);
            } catch (IOException e) {
              OUT.println(e);
              return;
            }
          }
        });
  }

  private void readLines(InputStream in) {
    BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8));
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        handleLine(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void handleLine(String line) {
    try {
      if (line.strip().equals("statistics")) {
        printStatistics();
      } else if (!line.isBlank()) {
        Change.parse(line).apply(link);
      }
    } catch (IllegalArgumentException e) {
      OUT.println(e.getMessage());
    }
  }

  private void printStatistics() {
    OUT.printf(
        "%-5s %9s %9s %7s %8s %8s %6s %9s %18s%n",
        "", "sent", "arrived", "lost", "dropped", "doubled", "late", "kB", "queue p50/p95/max");
    for (Direction direction : Direction.values()) {
      LinkStatistics statistics = link.statistics(direction);
      OUT.printf(
          "%-5s %9d %9d %7d %8d %8d %6d %9d %10.0f/%.0f/%.0f ms%n",
          direction == Direction.UP ? "up" : "down",
          statistics.sent(),
          statistics.delivered(),
          statistics.lost(),
          statistics.dropped(),
          statistics.duplicated(),
          statistics.late(),
          statistics.deliveredBytes() / 1000,
          statistics.queued().medianNs() / 1e6,
          statistics.queued().p95Ns() / 1e6,
          statistics.queued().maximumNs() / 1e6);
    }
  }
}
