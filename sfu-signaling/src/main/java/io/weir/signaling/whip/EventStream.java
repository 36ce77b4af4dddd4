package io.weir.signaling.whip;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.weir.signaling.session.RandomIds;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One stream of server-sent events of one session. It tells states, not a history: what a slow or
 * absent reader has missed is replaced by what holds now, so that nothing ever queues. Signaling's
 * event loop only.
 */
final class EventStream {

  private static final String NOTHING_SHOWN = "";

  private final String secret = RandomIds.secret();
  private final Set<StreamEvent> wanted;
  private @Nullable HttpServerResponse reader;
  private boolean active;
  private int viewers;
  private String layersEssence = NOTHING_SHOWN;
  private String layers = "{}";
  private final Map<String, String> layersWanted = new LinkedHashMap<>();
  private final Map<String, String> toldLayersWanted = new HashMap<>();
  private boolean begun;
  private boolean toldActive;
  private int toldViewers;
  private String toldLayers = NOTHING_SHOWN;

  EventStream(Set<StreamEvent> wanted) {
    this.wanted = wanted;
  }

  /** The last segment of the stream's address, which nobody guesses. */
  String secret() {
    return secret;
  }

  /** Writes to this response from now on, and to no earlier one; begins with what holds. */
  void attach(HttpServerResponse response) {
    detach();
    reader = response;
    // "no-transform" and the last one keep proxies from collecting events.
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store, no-transform")
        .putHeader("X-Accel-Buffering", "no");
    response.exceptionHandler(failure -> release(response));
    response.closeHandler(closed -> release(response));
    response.drainHandler(drained -> flush());
    response.write(":\n\n"); // sends the head: the reader knows that it is connected
    toldViewers = -1;
    toldLayers = NOTHING_SHOWN;
    toldLayersWanted.clear();
    // Whoever comes back may have missed the latest, which a dying connection swallowed; but
    // nobody hears of an end before there was a beginning.
    toldActive = begun && !active;
    flush();
  }

  private void release(HttpServerResponse response) {
    if (response.equals(reader)) {
      reader = null;
    }
  }

  /** Whether somebody reads. */
  boolean isRead() {
    return reader != null;
  }

  /** Says whether somebody publishes what the session shows. */
  void setActive(boolean active) {
    this.active = active;
    flush();
  }

  /** Says how many watch. */
  void setViewers(int viewers) {
    this.viewers = viewers;
    flush();
  }

  /** Whether it tells of layers, and somebody hears it. */
  boolean wantsLayers() {
    return reader != null && wanted.contains(StreamEvent.LAYERS);
  }

  /**
   * Says which encodings there are of what the session shows.
   *
   * @param essence what makes it news
   * @param data what is told
   */
  void setLayers(String essence, String data) {
    layersEssence = essence;
    layers = data;
    flush();
  }

  /** Says which encodings of a video that the session publishes anybody watches. */
  void setLayersWanted(String mid, String data) {
    layersWanted.put(mid, data);
    flush();
  }

  /** Keeps proxies and idle limits from closing a stream on which nothing happens. */
  void keepAlive() {
    HttpServerResponse response = reader;
    if (response != null && !response.writeQueueFull()) {
      response.write(":\n\n");
    }
  }

  /** Ends the present response. */
  void detach() {
    HttpServerResponse response = reader;
    reader = null;
    if (response != null && !response.ended()) {
      response.end();
    }
  }

  private void flush() {
    HttpServerResponse response = reader;
    if (response == null || response.writeQueueFull()) {
      return; // the next reader, or the drained queue, hears the latest
    }
    if (active != toldActive) {
      toldActive = active;
      begun |= active;
      write(response, active ? StreamEvent.ACTIVE : StreamEvent.INACTIVE, "{}");
    }
    if (viewers != toldViewers) {
      toldViewers = viewers;
      write(response, StreamEvent.VIEWER_COUNT, "{\"viewercount\":" + viewers + "}");
    }
    if (!layersEssence.equals(toldLayers)) {
      toldLayers = layersEssence;
      write(response, StreamEvent.LAYERS, layers);
    }
    layersWanted.forEach((mid, data) -> {
      if (!data.equals(toldLayersWanted.put(mid, data))) {
        write(response, StreamEvent.LAYERS_WANTED, data);
      }
    });
  }

  private void write(HttpServerResponse response, StreamEvent event, String data) {
    if (wanted.contains(event)) {
      response.write("event: " + event.wireName() + "\ndata: " + data + "\n\n");
    }
  }
}
