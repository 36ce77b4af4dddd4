package io.weir.signaling.e2e;

import static io.weir.signaling.e2e.Person.ADA;
import static io.weir.signaling.e2e.Person.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls between machines whose network lacks something, in Chromium and network namespaces. */
class NetworkPathsE2eTest {
  private static final String PORT = "8080";
  private static final String DEVICE = "net0";

  /** What is open, in the order in which it is closed. */
  private final List<AutoCloseable> open = new ArrayList<>();

  private TestNetwork network = new TestNetwork();

  @BeforeEach
  void begin() {
    TestNetwork.assumePossible();
    network = new TestNetwork();
  }

  @AfterEach
  void end() throws Exception {
    try {
      for (AutoCloseable each : open) {
        each.close();
      }
    } finally {
      open.clear();
      network.close();
    }
  }

  @Test
  void shouldMeetOverTcpWhereNoUdpGetsThrough() {
    String server = network.machine("s");
    String client = network.machine("c");
    network.join(server, DEVICE, "10.77.0.1/24", client, DEVICE, "10.77.0.2/24");
    network.in(server, "nft", "add table inet f");
    network.in(server, "nft", "add chain inet f in { type filter hook input priority 0; }");
    network.in(server, "nft", "add rule inet f in meta l4proto udp drop");
    WeirProcess weir = startServer(server, "10.77.0.1", Map.of());
    ChromiumBrowser chromium = startBrowser(client, weir.address());

    List<BrowserPage> pages = meet(weir, weir.address(), chromium);

    for (BrowserPage page : pages) {
      JsonNode path = selected(page);
      assertThat(path.path("protocol").asText()).isEqualTo("tcp");
      assertThat(path.path("remote").asText()).isEqualTo("10.77.0.1");
    }
    InteropTable.worked(InteropCase.CHROMIUM_MEETS_OVER_TCP, pages.getFirst());
  }

  @Test
  void shouldMeetWhereThereIsIpv6Only() {
    String server = network.machine("s");
    String client = network.machine("c");
    network.join(server, DEVICE, "fd77::1/64", client, DEVICE, "fd77::2/64");
    WeirProcess weir = startServer(server, "fd77::1", Map.of());
    ChromiumBrowser chromium = startBrowser(client, weir.address());

    List<BrowserPage> pages = meet(weir, weir.address(), chromium);

    for (BrowserPage page : pages) {
      JsonNode path = selected(page);
      assertThat(path.path("protocol").asText()).isEqualTo("udp");
      assertThat(path.path("remote").asText()).isEqualTo("fd77::1");
    }
  }

  @Test
  void shouldMeetThroughNatOnBothSides() {
    String server = network.machine("s");
    String router = network.machine("r");
    String client = network.machine("c");
    network.join(server, DEVICE, "10.77.0.2/24", router, "inside", "10.77.0.1/24");
    network.join(client, DEVICE, "10.78.0.2/24", router, "outside", "10.78.0.1/24");
    // The server's public address is mapped one to one; the client's own is nobody's business.
    network.in(router, "sysctl", "-qw", "net.ipv4.ip_forward=1");
    network.in(router, "nft", "add table ip n");
    network.in(router, "nft", "add chain ip n pre { type nat hook prerouting priority -100; }");
    network.in(router, "nft", "add rule ip n pre ip daddr 203.0.113.7 dnat to 10.77.0.2");
    network.in(router, "nft", "add chain ip n post { type nat hook postrouting priority 100; }");
    network.in(router, "nft", "add rule ip n post oifname inside masquerade");
    network.in(client, "ip", "route", "add", "default", "via", "10.78.0.1");
    WeirProcess weir =
        startServer(server, "10.77.0.2", Map.of("WEIR_ANNOUNCED_ADDRESSES", "203.0.113.7"));
    URI outside = URI.create("http://203.0.113.7:" + PORT + "/");
    ChromiumBrowser chromium = startBrowser(client, outside);

    List<BrowserPage> pages = meet(weir, outside, chromium);

    for (BrowserPage page : pages) {
      JsonNode path = selected(page);
      assertThat(path.path("protocol").asText()).isEqualTo("udp");
      assertThat(path.path("remote").asText()).isEqualTo("203.0.113.7");
    }
  }

  @Test
  void shouldGoOnAfterAnIceRestartWhenTheClientsAddressChangesInMidCall() {
    String server = network.machine("s");
    String client = network.machine("c");
    network.join(server, DEVICE, "10.77.0.1/24", client, DEVICE, "10.77.0.2/24");
    WeirProcess weir = startServer(server, "10.77.0.1", Map.of());
    ChromiumBrowser chromium = startBrowser(client, weir.address());
    BrowserPage presenter = chromium.open(ADA);
    BrowserPage viewer = chromium.open(BEN);
    for (BrowserPage page : List.of(presenter, viewer)) {
      page.navigate(weir.resolve("healthz"));
      page.evaluate(PageScripts.paths());
    }
    presenter.evaluate("weirPaths.present('" + weir.resolve("whip/moving") + "')");
    viewer.evaluate("weirPaths.watch('" + weir.resolve("whep/moving") + "')");
    weir.await().until("the picture before", () -> viewer.flowingVideos() > 0);
    assertThat(selected(viewer).path("local").asText()).isNotEqualTo("10.77.0.3");

    changeAddress(client);
    weir.await().until("the picture's standstill", () -> viewer.flowingVideos() == 0);

    for (BrowserPage page : List.of(presenter, viewer)) {
      assertThat(page.evaluate("weirPaths.restartIce()").toString()).isEqualTo("[200]");
    }
    weir.await().until("the picture after", () -> viewer.flowingVideos() > 0);
    assertThat(viewer.evaluate("weirTest.peers.length").asInt()).isEqualTo(1);
  }

  @Test
  void shouldBringAConferenceBackByItselfWhenTheAddressChanges() {
    String server = network.machine("s");
    String client = network.machine("c");
    network.join(server, DEVICE, "10.77.0.1/24", client, DEVICE, "10.77.0.2/24");
    WeirProcess weir = startServer(server, "10.77.0.1", Map.of());
    ChromiumBrowser chromium = startBrowser(client, weir.address());
    List<BrowserPage> pages = meet(weir, weir.address(), chromium);

    changeAddress(client);
    for (BrowserPage page : pages) {
      weir.await().until("the picture's standstill", () -> page.flowingVideos() == 0);
    }
    // Each step has its own limit: the WebSocket's end shows only when its pings stay away. Then
    // the
    // session is resumed and ICE restarted; only a slow machine joins anew ("connecting").
    for (String state : List.of("\"disconnected\"", "\"disconnected\",\"con")) {
      for (BrowserPage page : pages) {
        weir.await()
            .until(
                state,
                () -> page.evaluate("weirTest.states").toString(),
                states -> states.contains(state));
      }
    }
    for (BrowserPage page : pages) {
      weir.await().until("the picture after", () -> page.flowingVideos() > 0);
    }
  }

  private void changeAddress(String machine) {
    network.in(machine, "ip", "address", "del", "10.77.0.2/24", "dev", DEVICE);
    network.in(machine, "ip", "address", "add", "10.77.0.3/24", "dev", DEVICE);
  }

  /** Ada and Ben meet on the conference page; their pages, once they see and hear each other. */
  private List<BrowserPage> meet(WeirProcess weir, URI address, ChromiumBrowser chromium) {
    BrowserPage adasPage = chromium.open(ADA);
    BrowserPage bensPage = chromium.open(BEN);
    ConferencePage ada = ConferencePage.enter(weir, address, adasPage, "paths", ADA);
    ConferencePage ben = ConferencePage.enter(weir, address, bensPage, "paths", BEN);
    ada.awaitPicturesOf(BEN);
    ben.awaitPicturesOf(ADA);
    ada.awaitSoundOf(1);
    return List.of(adasPage, bensPage);
  }

  private static JsonNode selected(BrowserPage page) {
    page.evaluate(PageScripts.paths());
    JsonNode paths = page.evaluate("weirPaths.selected()");
    assertThat(paths).as("selected candidate pairs").hasSize(1);
    return paths.path(0);
  }

  private WeirProcess startServer(String machine, String host, Map<String, String> further) {
    Map<String, String> settings = new HashMap<>(further);
    settings.put("WEIR_HTTP_HOST", host);
    settings.put("WEIR_HTTP_PORT", PORT);
    settings.put("WEIR_INSECURE", "true");
    settings.put("WEIR_MEDIA_PORT", "10000");
    WeirProcess weir = WeirProcess.start(settings, TestNetwork.onMachine(machine));
    open.addFirst(weir);
    return weir;
  }

  private ChromiumBrowser startBrowser(String machine, URI origin) {
    ChromiumBrowser chromium = ChromiumBrowser.start(machine, origin);
    open.addFirst(chromium);
    return chromium;
  }
}
