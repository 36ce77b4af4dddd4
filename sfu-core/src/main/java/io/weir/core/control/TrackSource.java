package io.weir.core.control;

/** Where a track's media comes from; decides its place in automatic views. */
public enum TrackSource {
  /** A camera. */
  CAMERA,
  /** A microphone. */
  MICROPHONE,
  /** A shared screen, window or tab. */
  SCREEN,
  /** The sound of a shared screen, window or tab. */
  SCREEN_AUDIO,
  /** Anything that an application makes itself. */
  CUSTOM
}
