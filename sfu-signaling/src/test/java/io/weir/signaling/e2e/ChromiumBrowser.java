package io.weir.signaling.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Chromium without a window, driven by Playwright; on the test's thread. */
final class ChromiumBrowser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** For a start and for each page, of which Playwright gives half. */
  private static final int LIMIT_MS = 60_000;

  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-dev-shm-usage",
          "--use-fake-ui-for-media-stream",
          "--use-fake-device-for-media-stream=fps=30",
          "--allow-loopback-in-peer-connection",
          "--autoplay-policy=no-user-gesture-required",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync",
          "--disable-quic",
          "--no-first-run");

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> console = new ArrayList<>();

  private ChromiumBrowser(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /** Starts a browser. */
  static ChromiumBrowser start() {
    return start(Path.of("/usr/bin/chromium"), ARGUMENTS);
  }

  /** Starts a browser with a further argument. */
  static ChromiumBrowser startWith(String argument) {
    List<String> arguments = new ArrayList<>(ARGUMENTS);
    arguments.add(argument);
    return start(Path.of("/usr/bin/chromium"), arguments);
  }

  /** Starts a browser on a machine of a {@link TestNetwork}, whose pages there may use cameras. */
  static ChromiumBrowser start(String machine, URI origin) {
    List<String> arguments = new ArrayList<>(ARGUMENTS);
    if (origin.getScheme().equals("http")) {
      // Otherwise getUserMedia needs https away from loopback.
      arguments.add("--unsafely-treat-insecure-origin-as-secure=http://" + origin.getAuthority());
    }
    try {
      Path script = Files.createTempFile("weir-chromium", ".sh");
      script.toFile().deleteOnExit();
      Files.writeString(
          script,
          "#!/bin/sh\nexec %s /usr/bin/chromium \"$@\"\n"
              .formatted(String.join(" ", TestNetwork.onMachine(machine))));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
      return start(script, arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ChromiumBrowser start(Path executable, List<String> arguments) {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setTimeout(LIMIT_MS)
                    .setHeadless(true)
                    .setArgs(arguments));
    return new ChromiumBrowser(playwright, browser);
  }

  /** Opens an empty page with the browser's moving test picture as camera. */
  BrowserPage open() {
    return open(PageScripts.probe(), PageScripts.callClient());
  }

  /** Opens an empty page whose camera shows a person's colour. */
  BrowserPage open(Person person) {
    return open(PageScripts.camera(person), PageScripts.probe(), PageScripts.callClient());
  }

  /** Opens an empty page with scripts that run before its own. */
  BrowserPage open(String... scripts) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(800, 600)
                .setIgnoreHTTPSErrors(true)
                .setPermissions(List.of("camera", "microphone")));
    for (String script : scripts) {
      context.addInitScript(script);
    }
    context.setDefaultNavigationTimeout(LIMIT_MS);
    Page page = context.newPage();
    page.onConsoleMessage(message -> console.add(message.type() + ": " + message.text()));
    page.onPageError(error -> console.add("uncaught: " + error));
    return new ChromiumPage(context, page);
  }

  /** Stops the whole browser in mid-air, as a laptop that falls asleep. */
  void freeze() {
    signal("-STOP");
  }

  /** Lets it go on. */
  void thaw() {
    signal("-CONT");
  }

  private static void signal(String signal) {
    List<String> command = new ArrayList<>(List.of("kill", signal));
    ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").contains("chromium"))
        .forEach(process -> command.add(Long.toString(process.pid())));
    try {
      new ProcessBuilder(command).inheritIO().start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What all pages wrote to their consoles. */
  List<String> console() {
    return List.copyOf(console);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }

  private record ChromiumPage(BrowserContext context, Page page) implements BrowserPage {
    @Override
    public void navigate(URI address) {
      page.navigate(address.toString());
    }

    @Override
    public JsonNode evaluate(String expression) {
      Object text =
          page.evaluate(
              "async () => JSON.stringify(await (" + expression + ")) ?? 'null'"); // undefined
      try {
        return JSON.readTree((String) text);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
