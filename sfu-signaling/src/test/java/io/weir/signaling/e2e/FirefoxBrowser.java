package io.weir.signaling.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.core.testkit.netsim.Namespaces;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Debian's Firefox without a window, driven by WebDriver BiDi; on the test's thread. */
final class FirefoxBrowser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern LISTENING =
      Pattern.compile("WebDriver BiDi listening on (ws://\\S+)");

  /**
   * Fake devices without questions, loopback candidates, sound without a click, no side traffic.
   */
  private static final String PREFERENCES =
      """
      user_pref("media.navigator.streams.fake", true);
      user_pref("media.navigator.permission.disabled", true);
      user_pref("permissions.default.camera", 1);
      user_pref("permissions.default.microphone", 1);
      user_pref("media.peerconnection.ice.loopback", true);
      user_pref("media.autoplay.default", 0);
      user_pref("media.autoplay.blocking_policy", 0);
      user_pref("app.update.disabledForTesting", true);
      user_pref("browser.shell.checkDefaultBrowser", false);
      user_pref("datareporting.policy.dataSubmissionEnabled", false);
      user_pref("network.captive-portal-service.enabled", false);
      user_pref("network.connectivity-service.enabled", false);
      user_pref("remote.active-protocols", 1);
      """;

  private final Path profile;
  private final Process process;
  private final Optional<CuttableProxy> entrance;
  private final BidiConnection connection;

  private FirefoxBrowser(Path profile, Process process, Optional<CuttableProxy> entrance) {
    this.profile = profile;
    this.process = process;
    this.entrance = entrance;
    CompletableFuture<URI> address = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> readOutput(address));
    URI base = address.orTimeout(60, TimeUnit.SECONDS).join();
    this.connection = new BidiConnection(base.resolve("/session"));
  }

  /** Starts a browser with a profile of its own. */
  static FirefoxBrowser start() {
    return start(List.of(), 0, Optional.empty());
  }

  /** Starts a browser on a machine of a {@link TestNetwork}. */
  static FirefoxBrowser start(String machine) {
    // Firefox talks with its own machine only, and about the port that it listens on.
    CuttableProxy entrance =
        new CuttableProxy(port ->
            Namespaces.call(machine, () -> new Socket(InetAddress.getLoopbackAddress(), port)));
    return start(TestNetwork.onMachine(machine), entrance.port(), Optional.of(entrance));
  }

  private static FirefoxBrowser start(
      List<String> before, int port, Optional<CuttableProxy> entrance) {
    try {
      Path profile = Files.createTempDirectory("weir-firefox");
      Files.writeString(profile.resolve("user.js"), PREFERENCES);
      List<String> command = new ArrayList<>(before);
      command.addAll(
          List.of(
              "/usr/bin/firefox-esr",
              "--headless",
              "--no-remote",
              "--profile",
              profile.toString(),
              "--remote-debugging-port=" + port));
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new FirefoxBrowser(profile, process, entrance);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens an empty page with Firefox's fake devices. */
  BrowserPage open() {
    return open(PageScripts.probe(), PageScripts.callClient());
  }

  /** Opens an empty page whose camera shows a person's colour. */
  BrowserPage open(Person person) {
    return open(PageScripts.camera(person), PageScripts.probe(), PageScripts.callClient());
  }

  /** Opens an empty page with scripts that run before its own. */
  BrowserPage open(String... scripts) {
    JsonNode created =
        connection.send("browsingContext.create", JSON.createObjectNode().put("type", "tab"));
    String context = created.path("context").asText();
    for (String script : scripts) {
      ObjectNode preload =
          JSON.createObjectNode().put("functionDeclaration", "() => {" + script + "}");
      preload.putArray("contexts").add(context);
      connection.send("script.addPreloadScript", preload);
    }
    return new FirefoxPage(connection, context);
  }

  @Override
  public void close() {
    connection.close();
    entrance.ifPresent(CuttableProxy::close);
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    deleteProfile();
  }

  private void deleteProfile() {
    try (Stream<Path> files = Files.walk(profile)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException ignored) {
      // A helper process of Firefox that still ends may write again; it is a temporary folder.
    }
  }

  private void readOutput(CompletableFuture<URI> address) {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        Matcher listening = LISTENING.matcher(line);
        if (listening.find()) {
          address.complete(URI.create(listening.group(1)));
        }
      }
      address.completeExceptionally(new IllegalStateException("Firefox ended"));
    } catch (IOException e) {
      address.completeExceptionally(e);
    }
  }

  private record FirefoxPage(BidiConnection connection, String context) implements BrowserPage {
    @Override
    public void navigate(URI address) {
      connection.send(
          "browsingContext.navigate",
          JSON.createObjectNode()
              .put("context", context)
              .put("url", address.toString())
              .put("wait", "complete"));
    }

    @Override
    public JsonNode evaluate(String expression) {
      ObjectNode parameters =
          JSON.createObjectNode()
              .put(
                  "functionDeclaration",
                  "async () => JSON.stringify(await (" + expression + ")) ?? 'null'")
              .put("awaitPromise", true)
              .put("userActivation", true);
      parameters.putObject("target").put("context", context);
      JsonNode outcome = connection.send("script.callFunction", parameters);
      if (!outcome.path("type").asText().equals("success")) {
        throw new IllegalStateException(outcome.path("exceptionDetails").toString());
      }
      try {
        return JSON.readTree(outcome.path("result").path("value").asText());
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      connection.send("browsingContext.close", JSON.createObjectNode().put("context", context));
    }
  }
}
