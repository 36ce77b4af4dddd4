package io.weir.signaling.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A media client in a process of its own: in Python (aiortc or GStreamer), Go or Node. */
final class ClientScript implements AutoCloseable {
  /** Debian's Python, the one that sees Debian's aiortc and GStreamer. */
  private static final String PYTHON = "/usr/bin/python3";

  private static final Path RESOURCES = Path.of("src", "test", "resources");

  private final Process process;
  private final List<String> output = new ArrayList<>();
  private final Thread reader;
  private final List<ClientScript> companions = new ArrayList<>();

  private ClientScript(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::readOutput);
  }

  /** Starts a script, named by its path below the test resources. */
  static ClientScript start(String script, String... arguments) {
    List<String> command =
        new ArrayList<>(List.of(PYTHON, "-u", RESOURCES.resolve(script).toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** Starts a program with its arguments. */
  static ClientScript run(List<String> command) {
    try {
      return new ClientScript(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets another one, which this one needs, end with it. */
  void closeWith(ClientScript companion) {
    companions.add(companion);
  }

  /** Everything printed so far. */
  String output() {
    synchronized (output) {
      return String.join("\n", output);
    }
  }

  /** Waits for the end; the exit code. */
  int awaitExit(int limitSeconds) {
    try {
      if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
        throw new AssertionError("script did not end within " + limitSeconds + " s\n" + output());
      }
      reader.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Whether it still runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Asks it to end, as Ctrl-C does not reach it. */
  void terminate() {
    process.toHandle().destroy(); // unlike Process.destroy it leaves the output open
  }

  @Override
  public void close() {
    companions.forEach(ClientScript::close);
    process.destroyForcibly();
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (output) {
          output.add(line);
        }
      }
    } catch (IOException ignored) {
      // Ended in the middle of a line.
    }
  }
}
