package io.weir.signaling.whip;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.core.control.EncodingStatistics;
import io.weir.core.control.StreamStatistics;
import java.util.List;
import java.util.Map;

/**
 * The data of the event {@code layers} (WHEP's core extensions, "layers event"): which encodings
 * there are of the video that each m-line shows. Any thread.
 */
final class ShownLayers {

  /** Stands for all layers of an encoding, which are not told apart. */
  private static final int ALL = 255;

  private ShownLayers() {}

  /**
   * The JSON text.
   *
   * @param shown by mid, the encodings of the track that is shown there, lowest resolution first
   */
  static String write(Map<String, List<EncodingStatistics>> shown) {
    ObjectNode medias = JsonNodeFactory.instance.objectNode();
    shown.forEach((mid, encodings) -> {
      ObjectNode media = medias.putObject(mid);
      ArrayNode active = media.putArray("active");
      ArrayNode inactive = media.putArray("inactive");
      ArrayNode layers = media.putArray("layers");
      for (EncodingStatistics encoding : encodings) {
        if (isActive(encoding)) {
          describe(active.addObject().put("id", encoding.rid()), encoding, true);
          ObjectNode layer = layers.addObject().put("encodingId", encoding.rid());
          describe(layer.put("spatialLayerId", ALL).put("temporalLayerId", ALL), encoding, true);
        } else {
          describe(inactive.addObject().put("id", encoding.rid()), encoding, false);
        }
      }
    });
    return medias.toString();
  }

  /** What differs when the event is worth sending again, which bit rates alone do not make it. */
  static String essence(Map<String, List<EncodingStatistics>> shown) {
    StringBuilder text = new StringBuilder();
    shown.forEach((mid, encodings) -> {
      text.append(mid).append(':');
      for (EncodingStatistics encoding : encodings) {
        StreamStatistics stream = encoding.stream();
        text.append(encoding.rid()).append(' ').append(isActive(encoding));
        text.append(' ').append(stream.width()).append('x').append(stream.height()).append(',');
      }
    });
    return text.toString();
  }

  private static boolean isActive(EncodingStatistics encoding) {
    return encoding.stream().media().bitrate() > 0;
  }

  private static void describe(ObjectNode json, EncodingStatistics encoding, boolean active) {
    StreamStatistics stream = encoding.stream();
    json.put("simulcastIdx", encoding.index());
    if (active) {
      json.put("bitrate", stream.media().bitrate());
    }
    if (stream.width() > 0 && stream.height() > 0) {
      json.put("width", stream.width()).put("height", stream.height());
    }
  }
}
