package io.weir.signaling.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server as users run it: the runnable jar in a process of its own, on free ports. */
final class WeirProcess implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("Weir is ready: (https?://\\S+)");
  private static final int LOG_TAIL = 40;

  private final Process process;
  private final List<String> log = new ArrayList<>();
  private final Await await = new Await(this::logTail);
  private final URI address;

  private WeirProcess(Process process) {
    this.process = process;
    Thread.ofVirtual().start(this::readLog);
    Matcher ready =
        await.until(
            "the server's ready line",
            () -> READY.matcher(logText()),
            matcher -> matcher.find() || !process.isAlive());
    if (!process.isAlive()) {
      throw new AssertionError("Weir ended at once:\n" + logTail());
    }
    address = URI.create(ready.group(1));
  }

  /** Starts a server with default settings on free ports. */
  static WeirProcess start() {
    return start(Map.of());
  }

  /** Starts a server on free ports with further settings. */
  static WeirProcess start(Map<String, String> settings) {
    return start(settings, List.of());
  }

  /** Starts a server whose command follows another, such as one that runs it elsewhere. */
  static WeirProcess start(Map<String, String> settings, List<String> before) {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseZGC",
            "-Xmx1g",
            "-jar",
            System.getProperty("weir.jar", "target/weir.jar")));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("WEIR_HTTP_PORT", "0");
    builder.environment().put("WEIR_MEDIA_PORT", "0");
    // Tests end servers with calls going on.
    builder.environment().put("WEIR_DRAIN_SECONDS", "0");
    builder.environment().putAll(settings);
    builder.redirectErrorStream(true);
    try {
      return new WeirProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the server's ready line says, with a slash at the end. */
  URI address() {
    return address;
  }

  /** An address below the server's. */
  URI resolve(String path) {
    return address.resolve(path);
  }

  /** The server's WebSocket address. */
  URI webSocket() {
    return URI.create(
        address.getScheme().replace("http", "ws") + "://" + address.getAuthority() + "/ws");
  }

  /** Waits whose failures end with the server's log. */
  Await await() {
    return await;
  }

  /** Everything that the server has printed. */
  String logText() {
    synchronized (log) {
      return String.join("\n", log);
    }
  }

  /** Ends it as a power cut would; it need not be closed any more. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Sends SIGTERM and expects an orderly end. */
  @Override
  public void close() {
    process.toHandle().destroy(); // Process.destroy would close the log, too.
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("Weir did not end within 30 s of SIGTERM\n" + logTail());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    assertThat(process.exitValue()).as("exit code after SIGTERM\n%s", logTail()).isZero();
  }

  private String logTail() {
    synchronized (log) {
      return "The server's log ends:\n"
          + String.join("\n", log.subList(Math.max(0, log.size() - LOG_TAIL), log.size()));
    }
  }

  private void readLog() {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        synchronized (log) {
          log.add(line);
        }
      }
    } catch (IOException ignored) {
      // The process ended in the middle of a line.
    }
  }
}
