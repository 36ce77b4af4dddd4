package io.weir.signaling.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.core.control.Command;
import io.weir.core.control.Event;
import io.weir.core.control.SlotReason;
import io.weir.core.control.TransportState;
import io.weir.signaling.testing.Offers;
import io.weir.signaling.testing.TestClient;
import io.weir.signaling.testing.TestHttp;
import io.weir.signaling.testing.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What Prometheus reads, name by name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsTest {

  private final TestServer server = TestServer.start();
  private final TestHttp http = new TestHttp(server);

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  @Test
  void shouldHaveEveryPromisedMetricByItsNameTypeAndLabels() {
    String text = scrape();
    assertThat(text)
        .contains("# TYPE weir_rooms gauge", "# TYPE weir_participants gauge")
        .contains("# TYPE weir_tracks gauge")
        .contains("# TYPE weir_packets_received_total counter\nweir_packets_received_total 1000.0")
        .contains("weir_packets_sent_total 2000.0")
        .contains("weir_bytes_received_total 900000.0", "weir_bytes_sent_total 0.0")
        .contains("weir_packets_dropped_total{reason=\"srtp_replayed\"} 5.0")
        .contains("weir_packets_dropped_total{reason=\"no_path\"} 0.0")
        .contains("weir_nacks_total{direction=\"received\"} 7.0")
        .contains("weir_nacks_total{direction=\"sent\"} 0.0")
        .contains("weir_keyframe_requests_total{direction=\"received\"} 0.0")
        .contains("weir_worker_busy_ratio{worker=\"0\"} 0.25")
        .contains("weir_srtp_engine_info{engine=\"none\"} 1\n")
        .contains("weir_handshakes_total{result=\"completed\"} 3.0")
        .contains("weir_handshakes_total{result=\"failed\"} 0.0")
        .contains("# TYPE weir_freezes_total counter", "# TYPE weir_freeze_seconds_total counter")
        .contains("# TYPE weir_slot_pauses_total counter")
        .contains("# TYPE weir_join_seconds histogram")
        .contains(
            "jvm_gc_memory_allocated_bytes_total",
            "jvm_memory_used_bytes",
            "jvm_threads_live_threads")
        .contains("process_files_open_files");
  }

  @Test
  void shouldCumulateTheBucketsOfTheForwardLatency() {
    assertThat(scrape())
        .contains("# TYPE weir_forward_latency_seconds histogram")
        .contains("weir_forward_latency_seconds_bucket{le=\"1.0E-4\"} 5")
        .contains("weir_forward_latency_seconds_bucket{le=\"0.001\"} 8")
        .contains("weir_forward_latency_seconds_bucket{le=\"+Inf\"} 9")
        .contains("weir_forward_latency_seconds_count 9")
        .contains("weir_forward_latency_seconds_sum 0.004")
        .contains("# TYPE weir_pacer_wait_seconds histogram")
        .contains("weir_pacer_wait_seconds_bucket{le=\"0.05\"} 3")
        .contains("weir_pacer_wait_seconds_sum 0.03");
  }

  @Test
  void shouldCountWhoIsThereAndHowLongJoiningTook() {
    try (TestClient ada = TestClient.join(server, "counted", "Ada")) {
      http.post("/whip/counted", Offers.sdp("aiortc-whip"));
      assertThat(scrape())
          .contains("weir_rooms 1.0", "weir_participants 2.0")
          .containsPattern("weir_tracks [12]\\.0")
          .contains("weir_join_seconds_count 0");
      long number = server.media().last(Command.Negotiate.class).participant();
      for (int i = 0; i < 2; i++) {
        server
            .media()
            .emit(new Event.TransportChanged("counted", number, TransportState.CONNECTED));
      }
      ada.reply("update", "{\"name\":\"Ada L.\"}"); // Answered after both events.
      assertThat(scrape()).contains("weir_join_seconds_count 1");
    }
  }

  @Test
  void shouldCountSlotsThatWerePausedForTheirViewersLink() {
    try (TestClient ada = TestClient.connect(server)) {
      ada.reply("join", "{\"room\":\"paused\"}");
      ada.reply("offer", Offers.WATCH);
      long number = server.media().last(Command.Negotiate.class).participant();
      for (SlotReason reason : List.of(SlotReason.BANDWIDTH, SlotReason.LEFT)) {
        server.media().emit(new Event.SlotChanged("paused", number, "3", null, reason));
      }
      ada.reply("update", "{\"name\":\"Ada L.\"}"); // Answered after both events.
      assertThat(scrape()).contains("weir_slot_pauses_total 1.0");
      ada.reply("leave", "{}");
    }
  }

  private String scrape() {
    HttpResponse<String> response = http.request("GET", "/metrics");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(TestHttp.header(response, "Content-Type")).startsWith("text/plain; version=0.0.4");
    return response.body();
  }
}
