package io.weir.core.room;

import java.util.List;

/**
 * What a track's own worker tells the others about one of its encodings.
 *
 * @param active whether it is being sent
 * @param width of its pictures, 0 when not known
 * @param height likewise
 * @param bitsPerSecond up to each temporal layer
 */
public record EncodingState(boolean active, int width, int height, List<Long> bitsPerSecond) {
  public EncodingState {
    bitsPerSecond = List.copyOf(bitsPerSecond);
  }
}
