package io.weir.core.control;

import java.util.List;

/**
 * What is received of one published track.
 *
 * @param track the track's number
 * @param encodings those that packets came for, lowest resolution first
 */
public record TrackStatistics(int track, List<EncodingStatistics> encodings) {

  public TrackStatistics {
    encodings = List.copyOf(encodings);
  }
}
