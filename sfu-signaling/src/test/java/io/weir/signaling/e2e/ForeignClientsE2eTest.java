package io.weir.signaling.e2e;

import static io.weir.signaling.e2e.Person.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Implementations that are no browser's, over WHIP and WHEP; libwebrtc decodes what they send. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignClientsE2eTest {
  private static final String SOME_FRAMES = "20";

  private final WeirProcess weir = WeirProcess.start();
  private final HttpProbe http = new HttpProbe();

  @AfterAll
  void stop() {
    http.close();
    weir.close();
  }

  @Test
  void shouldPublishFromPionAndWatchInPion() throws Exception {
    List<String> pion = ClientPrograms.pion();
    String version = ClientPrograms.debianVersion("golang-github-pion-webrtc.v3-dev");
    try (ClientScript publisher = publishRtp(pion, "pion")) {
      JsonNode seen = watch(extend(pion, "watch", whep("pion"), SOME_FRAMES));

      assertSeenInLibwebrtc("pion");
      assertSize(seen);
      InteropTable.worked(InteropCase.PION_WATCHES, media(seen), version);
      end(publisher);
      InteropTable.worked(InteropCase.PION_PRESENTS, media(seen), version);
    }
  }

  @Test
  void shouldPublishFromWeriftAndWatchInWerift() throws Exception {
    List<String> werift = ClientPrograms.werift();
    try (ClientScript publisher = publishRtp(werift, "werift")) {
      JsonNode seen = watch(extend(werift, "watch", whep("werift"), SOME_FRAMES));

      assertSeenInLibwebrtc("werift");
      assertSize(seen);
      String version = seen.path("version").asText();
      InteropTable.worked(InteropCase.WERIFT_WATCHES, media(seen), version);
      end(publisher);
      InteropTable.worked(InteropCase.WERIFT_PRESENTS, media(seen), version);
    }
  }

  @Test
  void shouldPublishFromGStreamerAndWatchInGStreamer() throws Exception {
    try (ClientScript publisher = publish("clients/whip_gstreamer.py", "gstreamer")) {
      JsonNode seen = watch(script("clients/whep_gstreamer.py", "gstreamer"));

      assertSeenInLibwebrtc("gstreamer");
      assertColor(seen);
      String version = seen.path("version").asText();
      InteropTable.worked(InteropCase.GSTREAMER_WATCHES, media(seen), version);
      end(publisher);
      InteropTable.worked(InteropCase.GSTREAMER_PRESENTS, media(seen), version);
    }
  }

  /** Sound and pictures offered together, where aiortc 1.4 gives one extension id two meanings. */
  @Test
  void shouldPublishFromAiortcAndWatchInAiortc() throws Exception {
    try (ClientScript publisher = publish("clients/whip_aiortc.py", "aiortc")) {
      JsonNode seen = watch(script("clients/whep_aiortc.py", "aiortc"));

      assertSeenInLibwebrtc("aiortc");
      assertColor(seen);
      String version = seen.path("version").asText();
      InteropTable.worked(InteropCase.AIORTC_WATCHES, "OPUS, VP8 over UDP", version);
      end(publisher);
      InteropTable.worked(InteropCase.AIORTC_PRESENTS, "OPUS, VP8 over UDP", version);
    }
  }

  /** Which no browser here sends. */
  @Test
  void shouldPublishH265FromGStreamerAndWatchItInGStreamer() throws Exception {
    setCodecs("h265", "\"H265\",\"OPUS\"");
    try (ClientScript publisher = publish("clients/whip_gstreamer.py", "h265", "H265")) {
      JsonNode seen = watch(script("clients/whep_gstreamer.py", "h265", "H265"));

      assertColor(seen);
      String version = seen.path("version").asText();
      InteropTable.worked(InteropCase.GSTREAMER_WATCHES_H265, media(seen), version);
      end(publisher);
      InteropTable.worked(InteropCase.GSTREAMER_PRESENTS_H265, media(seen), version);
    }
  }

  @Test
  void shouldPublishPcmuFromAiortcWhereTheRoomHasNoOtherSound() throws Exception {
    setCodecs("pcmu", "\"VP8\",\"PCMU\"");
    try (ClientScript publisher = publish("clients/whip_aiortc.py", "pcmu")) {
      JsonNode seen = watch(script("clients/whep_aiortc.py", "pcmu"));

      assertSeenInLibwebrtc("pcmu");
      assertColor(seen);
      String version = seen.path("version").asText();
      end(publisher);
      InteropTable.worked(InteropCase.AIORTC_PRESENTS_PCMU, "PCMU, VP8 over UDP", version);
    }
  }

  private void setCodecs(String room, String names) {
    URI settings = weir.resolve("api/v1/rooms/" + room + "/settings");
    String codecs = "{\"codecs\":[" + names + "]}";
    assertThat(http.send("PUT", settings, "application/json", codecs).statusCode()).isEqualTo(200);
  }

  private ClientScript publish(String script, String room, String... further) {
    List<String> arguments =
        extend(
            List.of(
                whip(room),
                BEN.color().hex(),
                Integer.toString(BEN.width()),
                Integer.toString(BEN.height())),
            further);
    return awaitSession(ClientScript.start(script, arguments.toArray(String[]::new)));
  }

  private ClientScript publishRtp(List<String> program, String room) throws IOException {
    int video = ClientPrograms.freePort();
    int audio = ClientPrograms.freePort();
    ClientScript source = ClientPrograms.rtpSource(BEN, video, audio);
    ClientScript publisher =
        ClientScript.run(
            extend(
                program, "publish", whip(room), Integer.toString(video), Integer.toString(audio)));
    publisher.closeWith(source);
    return awaitSession(publisher);
  }

  private ClientScript awaitSession(ClientScript publisher) {
    weir.await()
        .until(
            "the publisher's session",
            publisher::output,
            output -> output.contains("session ") || !publisher.isAlive());
    assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
    return publisher;
  }

  private static void end(ClientScript publisher) {
    assertThat(publisher.isAlive()).as(publisher.output()).isTrue();
    publisher.terminate();
    assertThat(publisher.awaitExit(60)).as(publisher.output()).isZero();
    assertThat(publisher.output()).contains("deleted 200");
  }

  private ClientScript script(String name, String room, String... further) {
    List<String> arguments = extend(List.of(whep(room), SOME_FRAMES), further);
    return ClientScript.start(name, arguments.toArray(String[]::new));
  }

  private static JsonNode watch(List<String> command) throws IOException {
    return watch(ClientScript.run(command));
  }

  private static JsonNode watch(ClientScript started) throws IOException {
    try (ClientScript viewer = started) {
      assertThat(viewer.awaitExit(180)).as(viewer.output()).isZero();
      String output = viewer.output();
      JsonNode seen = new ObjectMapper().readTree(output.substring(output.lastIndexOf("{\"")));
      assertThat(seen.path("deleted").asInt()).isEqualTo(200);
      return seen;
    }
  }

  private void assertSeenInLibwebrtc(String room) {
    try (LibwebrtcPeer viewer = new LibwebrtcPeer().watch()) {
      viewer.post(http, weir, "whep/" + room);
      viewer.received().await(weir.await(), BEN);
    }
  }

  private static void assertSize(JsonNode seen) {
    assertThat(seen.path("width").asInt()).isEqualTo(BEN.width());
    assertThat(seen.path("height").asInt()).isEqualTo(BEN.height());
  }

  private static void assertColor(JsonNode seen) {
    assertSize(seen);
    assertThat(seen.path("loudest").asInt()).isPositive();
    assertThat(BEN.color().distanceTo(seen.path("color"))).as("%s", seen).isLessThan(60);
  }

  /** Codecs that came in, as {@code OPUS, VP8 over UDP}. */
  private static String media(JsonNode seen) {
    TreeSet<String> codecs = new TreeSet<>();
    seen.path("codecs").forEach(codec -> codecs.add(codec.asText().toUpperCase(Locale.ROOT)));
    return String.join(", ", codecs) + " over UDP";
  }

  private static List<String> extend(List<String> program, String... arguments) {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(arguments));
    return command;
  }

  private String whip(String room) {
    return weir.resolve("whip/" + room).toString();
  }

  private String whep(String room) {
    return weir.resolve("whep/" + room).toString();
  }
}
