package io.weir.core.testkit.netsim;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The namespace behind the link. One that was made for it goes away with {@link #close}, and so do
 * the processes in it. Any thread.
 *
 * @param namespace its name
 * @param made whether it was made for this
 */
record FarEnd(String namespace, boolean made) implements AutoCloseable {
  private static final String PREFIX = "weir-netsim-";
  private static final Path FOLDER = Path.of("/run/netns");
  private static final int LIMIT_SECONDS = 3;

  /** A namespace that there is, or a new one if the name is empty. */
  static FarEnd open(String name) {
    if (!name.isEmpty()) {
      return new FarEnd(name, false);
    }
    String namespace = PREFIX + ProcessHandle.current().pid();
    Namespaces.run("ip", "netns", "add", namespace);
    Namespaces.run("ip", "-n", namespace, "link", "set", "lo", "up");
    return new FarEnd(namespace, true);
  }

  /** Removes namespaces of processes that were killed before they could. */
  static void removeLeftOver() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return;
    }
    try (DirectoryStream<Path> all = Files.newDirectoryStream(FOLDER, PREFIX + "*")) {
      for (Path each : all) {
        String name = each.getFileName().toString();
        long owner = Long.parseLong(name.substring(PREFIX.length()));
        if (ProcessHandle.of(owner).isEmpty()) {
          new FarEnd(name, true).close();
        }
      }
    }
  }

  @Override
  public void close() {
    if (!made) {
      return;
    }
    List<ProcessHandle> processes = processes();
    processes.forEach(ProcessHandle::destroy);
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    for (ProcessHandle process : processes) {
      try {
        process.onExit().get(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (Exception e) {
        process.destroyForcibly();
      }
    }
    Namespaces.run("ip", "netns", "del", namespace);
  }

  private List<ProcessHandle> processes() {
    List<ProcessHandle> processes = new ArrayList<>();
    for (String pid : Namespaces.output("ip", "netns", "pids", namespace).split("\\s+", -1)) {
      if (!pid.isEmpty()) {
        Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
        process.ifPresent(processes::add);
      }
    }
    return processes;
  }
}
