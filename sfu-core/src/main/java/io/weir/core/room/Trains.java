package io.weir.core.room;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The trains of one worker's tracks that wait to be forwarded. Worker thread only; allocates
 * nothing once it is as long as it gets.
 *
 * <p>A train waits for the end of the receiving of a turn. Whatever happens to its track before
 * then comes after it.
 */
public final class Trains {
  private static final int INITIAL_CAPACITY = 64;

  private @Nullable Room[] rooms = new @Nullable Room[INITIAL_CAPACITY];
  private @Nullable Track[] tracks = new @Nullable Track[INITIAL_CAPACITY];
  private int first;
  private int end;

  /** Lets a track's train wait; it must not be waiting yet. */
  void add(Room room, Track track) {
    if (end == tracks.length) {
      rooms = Arrays.copyOf(rooms, 2 * end);
      tracks = Arrays.copyOf(tracks, 2 * end);
    }
    rooms[end] = room;
    tracks[end] = track;
    end++;
    track.train().waiting(true);
  }

  /** Whether none waits. */
  public boolean isEmpty() {
    return first == end;
  }

  /**
   * Forwards the train that came first; there is one.
   *
   * @throws io.weir.core.transport.TransportDefect if a subscriber's transport failed; the others
   *     have got the packets
   */
  public void routeNext(long nowNs) {
    Room room = Objects.requireNonNull(rooms[first]);
    Track track = Objects.requireNonNull(tracks[first]);
    rooms[first] = null;
    tracks[first] = null;
    first++;
    if (first == end) {
      first = 0;
      end = 0;
    }
    track.train().waiting(false);
    room.route(track, nowNs);
  }
}
