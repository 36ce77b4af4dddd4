package io.weir.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Runs other programs. Any thread. */
final class Programs {
  private Programs() {}

  /** The command that runs this process's Java with further arguments. */
  static List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs a program to its end; what it wrote first. */
  static String firstLine(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader output = process.inputReader()) {
      String line = Objects.requireNonNullElse(output.readLine(), "");
      output.transferTo(Writer.nullWriter());
      return line;
    }
  }

  /** Runs a program to its end, whatever its exit code; a log takes what it writes. */
  static void run(List<String> command, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      process.waitFor();
    } catch (InterruptedException stop) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
