package io.weir.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Weir in a process of its own, on free ports of loopback. One test thread. */
final class ServerProcess implements AutoCloseable {

  private static final String READY = "Weir is ready: ";
  private static final int PATIENCE_SECONDS = 30;

  private final @Nullable Process process;
  private final String url;

  private ServerProcess(@Nullable Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** No server. */
  static ServerProcess none() {
    return new ServerProcess(null, "");
  }

  /** Starts one with these settings; returns when it serves. */
  static ServerProcess start(Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    String jar = System.getProperty("weir.jar");
    if (jar == null) {
      String path = System.getProperty("java.class.path");
      command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", path)));
      command.add("io.weir.signaling.Main");
    } else {
      command.addAll(List.of("-jar", jar));
    }
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("WEIR_HTTP_PORT", "0");
    builder.environment().put("WEIR_MEDIA_PORT", "0");
    builder.environment().put("WEIR_MEDIA_HOST", "127.0.0.1");
    builder.environment().put("WEIR_DRAIN_SECONDS", "0");
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    String line = lines.readLine();
    while (line != null && !line.startsWith(READY)) {
      line = lines.readLine();
    }
    if (line == null) {
      process.destroyForcibly();
      throw new IOException("the server did not start");
    }
    return new ServerProcess(process, line.substring(READY.length()).replaceAll("/$", ""));
  }

  String url() {
    return url;
  }

  long pid() {
    return process == null ? -1 : process.pid();
  }

  /** Ends it at once, as a crash does. */
  void kill() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  @Override
  public void close() {
    if (process == null) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
