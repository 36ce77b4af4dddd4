package io.weir.signaling.e2e;

import io.weir.core.testkit.ConditionsText;
import io.weir.core.testkit.netsim.TunLink;
import io.weir.core.testkit.netsim.TunLink.Direction;
import io.weir.signaling.testing.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A call between three machines: a publisher of three encodings and a viewer near the server, and a
 * viewer behind a network that can be made bad. On the test's thread.
 */
final class BadNetworkCall implements AutoCloseable {
  /** Height of the second of three encodings; whatever is larger is the best one. */
  static final int MIDDLE = 270;

  private static final String SERVER = "10.77.0.1";
  private static final String ROOM = "weather";
  private static final String PUBLISHER = "Publisher";
  private static final long PAUSE_NS = 20_000_000;
  private static final long RECENTLY_MS = 1_000;

  /** What is open, in the order in which it is closed. */
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private final TestNetwork network = new TestNetwork();
  private final TunLink link;
  private final WeirProcess weir;
  private final BrowserPage publisher;
  private final PictureLog near;
  private final PictureLog far;

  /** What the viewer behind the network uses. */
  enum FarBrowser {
    CHROMIUM,
    FIREFOX
  }

  /** Starts the call over a good network; skips the test where there can be no namespaces. */
  BadNetworkCall(FarBrowser farBrowser) {
    this(farBrowser, "{}");
  }

  /**
   * The same with another camera.
   *
   * @param camera options to publish it with, as JSON
   */
  BadNetworkCall(FarBrowser farBrowser, String camera) {
    TestNetwork.assumePossible();
    open.push(network);
    try {
      String server = network.machine("s");
      String office = network.machine("n");
      String phone = network.machine("f");
      network.join(server, "net0", SERVER + "/24", office, "net0", "10.77.0.2/24");
      link = network.joinBadly(server, "10.78.0.1", phone, "10.78.0.2");
      open.push(link);
      weir = startServer(server);
      ChromiumBrowser officeBrowser = startChromium(office);
      publisher = visit(officeBrowser.open(scripts(PageScripts.busyCamera())));
      publisher.evaluate("weirCall.publish('%s', '%s', %s)".formatted(ROOM, PUBLISHER, camera));
      near = watch(officeBrowser.open(scripts("")), "Near");
      BrowserPage farPage =
          farBrowser == FarBrowser.CHROMIUM
              ? startChromium(phone).open(scripts(""))
              : startFirefox(phone).open(scripts(""));
      far = watch(farPage, "Far");
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private WeirProcess startServer(String machine) {
    try {
      Path folder = Files.createTempDirectory("weir-network");
      Path cert = folder.resolve("cert.pem");
      Path key = folder.resolve("key.pem");
      TestCertificates.write(cert, key, SERVER, SERVER);
      Map<String, String> settings =
          Map.of(
              "WEIR_HTTP_HOST",
              SERVER,
              "WEIR_TLS_CERT",
              cert.toString(),
              "WEIR_TLS_KEY",
              key.toString(),
              "WEIR_INSECURE",
              "true");
      WeirProcess process = WeirProcess.start(settings, TestNetwork.onMachine(machine));
      open.push(process);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ChromiumBrowser startChromium(String machine) {
    ChromiumBrowser browser = ChromiumBrowser.start(machine, weir.address());
    open.push(browser);
    return browser;
  }

  private FirefoxBrowser startFirefox(String machine) {
    FirefoxBrowser browser = FirefoxBrowser.start(machine);
    open.push(browser);
    return browser;
  }

  private static String[] scripts(String first) {
    return new String[] {
      first, PageScripts.probe(), PageScripts.pictureLog(), PageScripts.callClient()
    };
  }

  private BrowserPage visit(BrowserPage page) {
    // A page without pictures; of JSON, Firefox would make one that may load no script.
    page.navigate(weir.resolve("weir-client.js"));
    return page;
  }

  private PictureLog watch(BrowserPage page, String name) {
    visit(page).evaluate("weirCall.watch('%s', '%s', 1)".formatted(ROOM, name));
    PictureLog log = new PictureLog(page);
    weir.await().until(name + "'s first picture", () -> !log.frames(0).isEmpty());
    return log;
  }

  /** What the viewer near the server sees. */
  PictureLog near() {
    return near;
  }

  /** What the viewer behind the network sees. */
  PictureLog far() {
    return far;
  }

  /** What the publisher's encoders send now, for messages. */
  String encodings() {
    return publisher.evaluate("weirPictures.sent()").toString();
  }

  /** Lets both viewers look away until the publisher sends nothing any more. */
  void lookAway() {
    near.lookAway();
    far.lookAway();
    weir.await()
        .until(
            "a camera that nobody watches to be sent no more",
            () -> publisher.evaluate("weirTest.sentEncodings()").asText(),
            String::isEmpty);
  }

  /** Lets the far viewer look again; how long it took until a frame was displayed. */
  long lookBackMs() {
    return far.lookBackMs(PUBLISHER);
  }

  /** Changes the network, both directions, as {@link ConditionsText} says; when that was. */
  long change(String conditions) {
    for (Direction direction : Direction.values()) {
      link.change(direction, before -> ConditionsText.change(before, conditions));
    }
    return System.currentTimeMillis();
  }

  /** The same of the way to the far viewer alone. */
  long changeDown(String conditions) {
    link.change(Direction.DOWN, before -> ConditionsText.change(before, conditions));
    return System.currentTimeMillis();
  }

  /** Lets so much time pass since a moment, to see what happens in it; when that is over. */
  static long pass(long sinceMs, long milliseconds) {
    long endMs = sinceMs + milliseconds;
    while (System.currentTimeMillis() < endMs) {
      LockSupport.parkNanos(PAUSE_NS);
    }
    return endMs;
  }

  /** Makes the network good and waits until both viewers see the best encoding. */
  void settle() {
    long sinceMs = change("good");
    for (PictureLog viewer : List.of(near, far)) {
      weir.await()
          .until(
              "the best encoding over a good network",
              () -> viewer.lastHeight(Math.max(sinceMs, System.currentTimeMillis() - RECENTLY_MS)),
              height -> height > MIDDLE);
    }
  }

  @Override
  public void close() {
    RuntimeException first = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        RuntimeException failure = new IllegalStateException("tidying up", e);
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
