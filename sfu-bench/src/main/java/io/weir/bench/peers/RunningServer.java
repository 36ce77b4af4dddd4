package io.weir.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The process of a server that runs. One thread. */
final class RunningServer implements AutoCloseable {
  private static final long START_SECONDS = 30;
  private static final long END_SECONDS = 10;
  private static final long LOOK_AGAIN_MS = 100;
  private static final int LAST_LINES = 20;

  private final Process process;

  private RunningServer(Process process) {
    this.process = process;
  }

  /**
   * Starts a process and waits until it listens.
   *
   * @param log takes all that it writes
   * @throws IOException if it ends before, or does not listen in time; with the log's last lines
   */
  static RunningServer start(
      List<String> command, Map<String, String> environment, Path log, InetSocketAddress listens)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    RunningServer server = new RunningServer(builder.start());
    try {
      server.awaitListening(listens, log);
      return server;
    } catch (IOException failed) {
      server.close();
      throw failed;
    }
  }

  /** The process's id. */
  long pid() {
    return process.pid();
  }

  private void awaitListening(InetSocketAddress address, Path log) throws IOException {
    long beganNs = System.nanoTime();
    while (!accepts(address)) {
      if (!process.isAlive()) {
        throw new IOException("it ended at once:\n" + lastLines(log));
      }
      if (System.nanoTime() - beganNs > TimeUnit.SECONDS.toNanos(START_SECONDS)) {
        throw new IOException("it does not listen on " + address + ":\n" + lastLines(log));
      }
      waitFor(LOOK_AGAIN_MS);
    }
  }

  private static boolean accepts(InetSocketAddress address) {
    try (Socket socket = new Socket()) {
      socket.connect(address, (int) LOOK_AGAIN_MS);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static String lastLines(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
  }

  /** Waits for the process's end, at most so long; true if it ended. */
  private boolean waitFor(long milliseconds) {
    try {
      return process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Asks it to end, and makes it after a while. */
  @Override
  public void close() {
    process.destroy();
    if (!waitFor(TimeUnit.SECONDS.toMillis(END_SECONDS))) {
      process.destroyForcibly();
      waitFor(TimeUnit.SECONDS.toMillis(END_SECONDS));
    }
  }
}
