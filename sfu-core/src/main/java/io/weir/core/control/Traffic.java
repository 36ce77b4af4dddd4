package io.weir.core.control;

/**
 * What went one way.
 *
 * @param packets how many, so far
 * @param bytes how many, so far
 * @param bitrate bit/s over the last second or so
 */
public record Traffic(long packets, long bytes, long bitrate) {
  /** Nothing yet. */
  public static final Traffic NONE = new Traffic(0, 0, 0);
}
