package io.weir.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what the kernel knows of the server's process, from /proc. One thread. */
final class ServerProbe {

  /** USER_HZ, which is 100 on every Linux that the JDK runs on. */
  private static final long US_PER_TICK = 10_000;

  private static final long BYTES_PER_KB = 1_024;

  /** Fields of /proc/PID/stat after the name in parentheses (proc_pid_stat(5)). */
  private static final int STATE = 0;

  /** A process that ended, and that its parent has not asked for. */
  private static final String ZOMBIE = "Z";

  private static final int USER_TIME = 11;

  private static final int SYSTEM_TIME = 12;
  private static final int THREADS = 17;

  private final Path folder;

  ServerProbe(long pid) {
    this.folder = Path.of("/proc", Long.toString(pid));
  }

  /**
   * How the process stands.
   *
   * @param cpuUs CPU time so far, in µs
   * @param rssBytes resident memory
   * @param threads number of threads
   */
  record Reading(long cpuUs, long rssBytes, long threads) {}

  /** Nothing when the process has ended. */
  Optional<Reading> read() {
    try {
      String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      if (fields[STATE].equals(ZOMBIE)) {
        return Optional.empty();
      }
      long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
      long rss = kilobytes("status", "VmRSS:") * BYTES_PER_KB;
      return Optional.of(new Reading(ticks * US_PER_TICK, rss, Long.parseLong(fields[THREADS])));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Resident memory with shared pages counted by their share; takes milliseconds. 0: not known. */
  long pssBytes() {
    try {
      return kilobytes("smaps_rollup", "Pss:") * BYTES_PER_KB;
    } catch (IOException e) {
      return 0;
    }
  }

  private long kilobytes(String file, String name) throws IOException {
    for (String line : Files.readAllLines(folder.resolve(file))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }
}
