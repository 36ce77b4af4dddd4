package io.weir.core.control;

import java.util.List;

/**
 * What is received of one published track.
 *
 * @param track the track's number
 * @param streams its encodings that packets came for, lowest resolution first
 */
public record TrackStatistics(int track, List<StreamStatistics> streams) {

  public TrackStatistics {
    streams = List.copyOf(streams);
  }
}
