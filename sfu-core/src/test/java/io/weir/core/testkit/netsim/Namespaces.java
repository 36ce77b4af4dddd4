package io.weir.core.testkit.netsim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Network namespaces, by way of ip(8); any thread. */
public final class Namespaces {
  private static final int LIMIT_SECONDS = 30;
  private static final Path FOLDER = Path.of("/run/netns");

  private Namespaces() {}

  /** Why there can be neither namespaces nor TUN interfaces here; empty when there can. */
  public static Optional<String> obstacle() {
    if (!"Linux".equals(System.getProperty("os.name"))) {
      return Optional.of("network namespaces are a matter of Linux");
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("network namespaces and TUN interfaces are for root only");
    }
    if (!Files.exists(Path.of("/dev/net/tun"))) {
      return Optional.of("there is no /dev/net/tun; `modprobe tun` may bring it");
    }
    if (!Files.isExecutable(Path.of("/usr/sbin/ip")) && !Files.isExecutable(Path.of("/sbin/ip"))) {
      return Optional.of("the command ip is missing; Debian has it in the package iproute2");
    }
    return mayMake();
  }

  /** Root in a container may be forbidden to. */
  private static Optional<String> mayMake() {
    String probe = "weir-probe-" + ProcessHandle.current().pid();
    try {
      run("ip", "netns", "add", probe);
      run("ip", "netns", "del", probe);
      new TunDevice("weirprobe" + ProcessHandle.current().pid() % 100_000).close();
      return Optional.empty();
    } catch (IOException | IllegalStateException e) {
      return Optional.of("this machine allows no network namespaces or TUN: " + e.getMessage());
    }
  }

  /** What a command begins with that is to run in a namespace. */
  public static List<String> inside(String namespace) {
    return List.of("ip", "netns", "exec", namespace);
  }

  /** Runs a command; what it printed is in the exception, if it fails. */
  public static void run(String... command) {
    output(command);
  }

  /** Runs a command and returns what it printed. */
  static String output(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IllegalStateException(
            "\"%s\" failed: %s".formatted(String.join(" ", command), output.strip()));
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Does something in a namespace: sockets that are opened there stay there. */
  public static <T> T call(String namespace, Callable<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    // A thread of its own, because it does not come back from there.
    Thread.ofPlatform()
        .name("in-" + namespace)
        .start(() -> {
          try {
            enter(namespace);
            result.complete(action.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    try {
      return result.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void enter(String namespace) throws IOException {
    int fd =
        SystemCalls.open(
            FOLDER.resolve(namespace).toString(), SystemCalls.O_RDONLY | SystemCalls.O_CLOEXEC);
    try {
      SystemCalls.enterNetwork(fd, namespace);
    } finally {
      SystemCalls.close(fd);
    }
  }
}
