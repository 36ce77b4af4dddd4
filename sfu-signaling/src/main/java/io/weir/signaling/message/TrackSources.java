package io.weir.signaling.message;

import io.weir.core.control.TrackSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that track sources have in messages. */
public final class TrackSources {

  static final String NAMES = "camera, microphone, screen, screenAudio, custom";

  private static final Map<String, TrackSource> BY_NAME =
      Map.of(
          "camera", TrackSource.CAMERA,
          "microphone", TrackSource.MICROPHONE,
          "screen", TrackSource.SCREEN,
          "screenAudio", TrackSource.SCREEN_AUDIO,
          "custom", TrackSource.CUSTOM);

  private TrackSources() {}

  static @Nullable TrackSource parse(String name) {
    return BY_NAME.get(name);
  }

  /** A source's name in messages. */
  public static String name(TrackSource source) {
    return switch (source) {
      case CAMERA -> "camera";
      case MICROPHONE -> "microphone";
      case SCREEN -> "screen";
      case SCREEN_AUDIO -> "screenAudio";
      case CUSTOM -> "custom";
    };
  }
}
