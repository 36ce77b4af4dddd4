package io.weir.core.room;

import io.weir.core.control.MediaKind;
import io.weir.core.control.TrackSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which automatic slots take a room's tracks, best first. Made anew whenever tracks or
 * speakers change. Immutable.
 *
 * <p>Video: screen shares, then whoever speaks or spoke last, then the order of publishing. Audio:
 * whoever speaks, loudest first, then whoever spoke last; those whose clients send no level last.
 */
final class Ranking {
  private final List<Track> audio;
  private final List<Track> video;

  Ranking(Collection<Track> tracks, List<Track> speakers) {
    Map<Long, Long> spokeNs = new HashMap<>();
    for (Track track : tracks) {
      if (track.kind() == MediaKind.AUDIO) {
        spokeNs.merge(track.handle().participant(), track.level().spokeNs(), Math::max);
      }
    }
    Comparator<Track> oldestFirst = Comparator.comparingLong(track -> track.handle().order());
    Comparator<Track> lastSpokenFirst =
        Comparator.<Track>comparingLong(
                track -> spokeNs.getOrDefault(track.handle().participant(), Long.MIN_VALUE))
            .reversed();
    video =
        sorted(
            tracks,
            MediaKind.VIDEO,
            Comparator.comparing(Ranking::isCamera)
                .thenComparing(lastSpokenFirst)
                .thenComparing(oldestFirst));
    audio =
        sorted(
            tracks,
            MediaKind.AUDIO,
            Comparator.<Track>comparingInt(track -> place(speakers, track))
                .thenComparing(lastSpokenFirst)
                .thenComparing(track -> !track.level().known())
                .thenComparing(oldestFirst));
  }

  /** The tracks of a kind, best first. */
  List<Track> of(MediaKind kind) {
    return kind == MediaKind.AUDIO ? audio : video;
  }

  private static List<Track> sorted(
      Collection<Track> tracks, MediaKind kind, Comparator<Track> order) {
    List<Track> result = new ArrayList<>();
    for (Track track : tracks) {
      if (track.kind() == kind) {
        result.add(track);
      }
    }
    result.sort(order);
    return result;
  }

  private static boolean isCamera(Track track) {
    return track.handle().source() != TrackSource.SCREEN;
  }

  private static int place(List<Track> speakers, Track track) {
    int place = speakers.indexOf(track);
    return place < 0 ? Integer.MAX_VALUE : place;
  }
}
