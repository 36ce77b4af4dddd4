package io.weir.bench.load.media;

import io.weir.core.control.MediaKind;
import java.util.List;

/**
 * One m-line's worth of what a client publishes.
 *
 * @param kind audio or video
 * @param codec encoding name, for instance {@code VP8} or {@code opus}
 * @param stream msid stream identifier; sound and picture of one client share it
 * @param track msid track identifier
 * @param encodings lowest resolution first
 */
public record LocalTrack(
    MediaKind kind, String codec, String stream, String track, List<LocalEncoding> encodings) {

  public LocalTrack {
    encodings = List.copyOf(encodings);
  }
}
