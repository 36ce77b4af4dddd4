package io.weir.bench.peers;

import io.weir.bench.io.PacedSend;
import io.weir.bench.load.report.Figure;
import io.weir.bench.load.report.LoadResult;
import io.weir.bench.load.report.ResultException;
import io.weir.bench.load.report.ResultJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Gives Weir and other servers the same loads in turn, several times each, every time to a server
 * that was just started, and writes a table and plots of the medians.
 */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    description = "Gives Weir and other servers the same loads in turn and compares them.")
public final class Peers implements Callable<Integer> {
  @Option(names = "--weir", required = true, paramLabel = "JAR", description = "weir.jar")
  private Path weir = Path.of("weir.jar");

  @Option(
      names = "--weir-java",
      split = " ",
      paramLabel = "OPTIONS",
      description = "how Weir's JVM is started, separated by spaces")
  private List<String> weirJava = List.of();

  private static final Duration FLOOR_TIME = Duration.ofSeconds(4);
  private static final String TABLE = "peers.md";

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "takes results, logs, table and plots")
  private Path out = Path.of(".");

  @Option(names = "--runs", defaultValue = "3", description = "of each load on each server (3)")
  private int runs;

  @Option(names = "--seconds", defaultValue = "20", description = "that are measured in each (20)")
  private int seconds;

  @Option(
      names = "--warmup",
      defaultValue = "60",
      description =
          "seconds before that, with the same load: the compilers of a JVM take a fifth of a small"
              + " machine's time until then (60)")
  private int warmUpSeconds;

  @Option(
      names = "--load",
      paramLabel = "NAME",
      description = "only the loads whose name contains this, for instance 200 or rooms")
  private String only = "";

  @Option(
      names = "--peer",
      paramLabel = "NAME",
      description = "only the servers whose name contains this, for instance Weir")
  private String onlyPeer = "";

  @Option(
      names = "--media-address",
      defaultValue = "127.0.0.2",
      description = "where the servers take media; Janus takes none on a loopback interface")
  private String mediaAddress = "127.0.0.2";

  /** Entry point. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Peers()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    List<Peer> all =
        List.of(
            new WeirPeer(weir.toAbsolutePath(), weirJava, true),
            new WeirPeer(weir.toAbsolutePath(), weirJava, false),
            new JanusPeer());
    List<Peer> peers = all.stream().filter(peer -> peer.name().contains(onlyPeer)).toList();
    List<PeerLoad> loads =
        PeerLoad.all().stream().filter(load -> load.name().contains(only)).toList();
    if (loads.isEmpty() || peers.isEmpty() || runs < 1 || seconds < 1 || warmUpSeconds < 0) {
      System.err.println(
          "Nothing to compare; loads are: "
              + PeerLoad.all().stream().map(PeerLoad::name).collect(Collectors.joining(", "))
              + "; servers are: "
              + all.stream().map(Peer::name).collect(Collectors.joining(", ")));
      return CommandLine.ExitCode.USAGE;
    }
    for (Peer peer : peers) {
      try {
        System.out.println(peer.name() + ": " + peer.version());
      } catch (IOException missing) {
        System.err.println(peer.name() + " cannot be compared: " + missing.getMessage() + ".");
        return CommandLine.ExitCode.USAGE;
      }
    }
    Schedule schedule = new Schedule(warmUpSeconds, seconds);
    loads.forEach(load -> schedule.plan(load, runs * peers.size()));
    System.out.printf(
        "%d runs, each a server just started, %d s of warm-up and %d s that count: %s%n",
        loads.size() * runs * peers.size(), warmUpSeconds, seconds, schedule.leftText());
    List<String> floors = new ArrayList<>();
    for (PeerLoad load : loads) {
      if (load.viewers() > 0) {
        String floor = floor(load);
        System.out.print(floor);
        floors.add(floor);
      }
    }
    List<PeerRun> measured = new ArrayList<>();
    for (PeerLoad load : loads) {
      measured.addAll(compare(peers, load, schedule));
      write(new PeerTable(measured), floors); // Whoever ends it early has what there is.
    }
    System.out.println();
    System.out.print(Files.readString(out.resolve(TABLE)));
    boolean complete = measured.stream().allMatch(run -> run.results().size() == runs);
    if (!complete) {
      System.out.println("Some runs were not valid; their results in " + out + " say why.");
    }
    return complete ? 0 : 1;
  }

  private void write(PeerTable table, List<String> floors) throws IOException {
    Files.writeString(
        out.resolve(TABLE),
        table.markdown()
            + "\n"
            + String.join("", floors)
            + "Each run: a server just started, %d s of warm-up, %d s measured.%n"
                .formatted(warmUpSeconds, seconds));
    Files.writeString(out.resolve("peers-cpu.svg"), table.cpuPlot().toSvg());
    Files.writeString(out.resolve("peers-delay.svg"), table.delayPlot().toSvg());
  }

  /** What the kernel alone takes: on some machines three times as much as on others. */
  private static String floor(PeerLoad load) throws IOException {
    double cpuNs = PacedSend.cpuNs(load.viewers(), PeerLoad.PACKETS_PER_SECOND, FLOOR_TIME);
    return "Bare sendmmsg(2) as in %s, nothing else: %.2f µs per packet.%n"
        .formatted(load.name(), cpuNs / 1_000);
  }

  /** Servers take turns, so that a slow hour of the machine hits all of them. */
  private List<PeerRun> compare(List<Peer> peers, PeerLoad load, Schedule schedule) {
    List<List<LoadResult>> results = new ArrayList<>();
    peers.forEach(peer -> results.add(new ArrayList<>()));
    for (int run = 1; run <= runs; run++) {
      for (int i = 0; i < peers.size(); i++) {
        System.out.printf(
            "%s, %s, run %d of %d; %s%n",
            load.name(), peers.get(i).name(), run, runs, schedule.leftText());
        Instant began = Instant.now();
        measure(peers.get(i), load, run).ifPresent(results.get(i)::add);
        schedule.done(load, Duration.between(began, Instant.now()));
      }
    }
    List<PeerRun> compared = new ArrayList<>();
    for (int i = 0; i < peers.size(); i++) {
      compared.add(new PeerRun(peers.get(i).name(), load.name(), results.get(i), runs));
    }
    return compared;
  }

  /** Why a run cannot be set beside others; empty if it can. */
  static List<String> objections(LoadResult result) {
    List<String> reasons = new ArrayList<>(result.verdict().invalid());
    long joined = result.of(Figure.CLIENTS_JOINED);
    long planned = result.of(Figure.CLIENTS_PLANNED);
    if (joined < planned) {
      reasons.add("Only %d of %d clients joined.".formatted(joined, planned));
    }
    if (result.of(Figure.CLIENTS_LOST) > 0) {
      reasons.add("%d clients were lost.".formatted(result.of(Figure.CLIENTS_LOST)));
    }
    if (!result.has(Figure.SERVER_CPU_US)) {
      reasons.add("The server's CPU time could not be read.");
    }
    return reasons;
  }

  /** One run; nothing when it cannot be set beside others, which it says. */
  private Optional<LoadResult> measure(Peer peer, PeerLoad load, int run) {
    try {
      LoadResult result = play(peer, load, run);
      List<String> reasons = objections(result);
      reasons.forEach(reason -> System.out.println("  not valid: " + reason));
      System.out.println("  " + PeerTable.summary(result));
      return reasons.isEmpty() ? Optional.of(result) : Optional.empty();
    } catch (IOException failed) {
      System.out.println("  " + peer.name() + " could not be measured: " + failed.getMessage());
      return Optional.empty();
    }
  }

  private LoadResult play(Peer peer, PeerLoad load, int run) throws IOException {
    String name = load.name().replaceAll("[^A-Za-z0-9]+", "-") + "-" + peer.name() + "-" + run;
    Path folder = out.resolve(name.toLowerCase(Locale.ROOT)).toAbsolutePath();
    Files.createDirectories(folder);
    Path json = folder.resolve("result.json");
    try (RunningServer server = peer.start(folder, mediaAddress)) {
      List<String> command = Programs.java("-cp", System.getProperty("java.class.path"));
      command.add("io.weir.bench.load.LoadCommand");
      command.addAll(load.commandLine(warmUpSeconds, seconds));
      command.addAll(peer.loadArguments());
      command.addAll(
          List.of("--server-pid", Long.toString(server.pid()), "--json", json.toString()));
      Programs.run(command, folder.resolve("load.log"));
      return ResultJson.read(json);
    } catch (ResultException missing) {
      throw new IOException(
          "The load tester gave no result; " + folder.resolve("load.log") + " says why.", missing);
    }
  }
}
