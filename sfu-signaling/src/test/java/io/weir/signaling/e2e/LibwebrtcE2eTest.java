package io.weir.signaling.e2e;

import static io.weir.signaling.e2e.Person.ADA;
import static io.weir.signaling.e2e.Person.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** libwebrtc, the media engine of native applications, as it comes in webrtc-java. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LibwebrtcE2eTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final WeirProcess weir = WeirProcess.start();
  private final HttpProbe http = new HttpProbe();

  @AfterAll
  void stop() {
    http.close();
    weir.close();
  }

  @Test
  void shouldTalkBothWaysOverOneConnectionEach() {
    try (LibwebrtcPeer ada = new LibwebrtcPeer().publish(ADA).watch();
        LibwebrtcPeer ben = new LibwebrtcPeer().publish(BEN).watch();
        SignalingClient adasSocket = negotiate(ada);
        SignalingClient bensSocket = negotiate(ben)) {
      ada.speak(weir.await());
      ben.speak(weir.await());
      ada.received().await(weir.await(), BEN);
      ben.received().await(weir.await(), ADA);
      record(InteropCase.LIBWEBRTC_TALKS, ada);
      assertThat(adasSocket.request("{\"type\":\"leave\"}").path("type").asText())
          .isEqualTo("reply");
      assertThat(bensSocket.request("{\"type\":\"leave\"}").path("type").asText())
          .isEqualTo("reply");
    }
  }

  @Test
  void shouldPresentOverWhipAndWatchOverWhep() {
    try (LibwebrtcPeer presenter = new LibwebrtcPeer().publish(ADA);
        LibwebrtcPeer viewer = new LibwebrtcPeer().watch()) {
      URI presenting = presenter.post(http, weir, "whip/native");
      URI watching = viewer.post(http, weir, "whep/native");

      presenter.speak(weir.await());
      viewer.received().await(weir.await(), ADA);
      record(InteropCase.LIBWEBRTC_PRESENTS, presenter);
      record(InteropCase.LIBWEBRTC_WATCHES, viewer);
      assertThat(http.request("DELETE", watching).statusCode()).isEqualTo(200);
      assertThat(http.request("DELETE", presenting).statusCode()).isEqualTo(200);
    }
  }

  private SignalingClient negotiate(LibwebrtcPeer peer) {
    SignalingClient socket = SignalingClient.join(weir, "native");
    ObjectNode request = JSON.createObjectNode().put("type", "offer").put("sdp", peer.offer());
    request.set("tracks", peer.tracks());
    JsonNode reply = socket.request(request.toString());
    assertThat(reply.path("type").asText()).as("%s", reply).isEqualTo("reply");
    peer.accept(reply.path("sdp").asText());
    return socket;
  }

  private static void record(InteropCase ran, LibwebrtcPeer peer) {
    InteropTable.worked(ran, peer.media(), LibwebrtcPeer.version());
  }
}
