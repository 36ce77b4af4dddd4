package io.weir.signaling.whip;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The event streams of one session; they end with it. Signaling's event loop only. */
final class EventStreams {

  /** As many as one player may need, with one to spare for each way of using them. */
  private static final int MAX_STREAMS = 4;

  private final Map<String, EventStream> bySecret = new LinkedHashMap<>();
  private final Map<String, String> layersWanted = new LinkedHashMap<>();
  private boolean active;

  /** Adds a stream; returns false when there are enough. */
  boolean add(EventStream stream) {
    if (bySecret.size() >= MAX_STREAMS) {
      return false;
    }
    bySecret.put(stream.secret(), stream);
    stream.setActive(active);
    layersWanted.forEach(stream::setLayersWanted);
    return true;
  }

  @Nullable EventStream find(String secret) {
    return bySecret.get(secret);
  }

  void remove(EventStream stream) {
    bySecret.remove(stream.secret());
    stream.detach();
  }

  /** The streams that somebody reads. */
  Collection<EventStream> read() {
    return bySecret.values().stream().filter(EventStream::isRead).toList();
  }

  /** Says whether somebody publishes what the session shows. */
  void setActive(boolean active) {
    this.active = active;
    bySecret.values().forEach(stream -> stream.setActive(active));
  }

  /** Says which encodings of a video that the session publishes anybody watches. */
  void setLayersWanted(String mid, String data) {
    layersWanted.put(mid, data);
    bySecret.values().forEach(stream -> stream.setLayersWanted(mid, data));
  }

  /** Ends them all. */
  void close() {
    List.copyOf(bySecret.values()).forEach(this::remove);
  }
}
