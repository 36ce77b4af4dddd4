package io.weir.core.room;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All tracks of a room as one share knows them, in the order in which they came. One thread. */
final class TrackTable {
  private final Map<Integer, Track> byNumber = new LinkedHashMap<>();
  private final IdentityHashMap<TrackHandle, Track> byHandle = new IdentityHashMap<>();

  /** The values of {@link #byNumber}, for loops that must not allocate. */
  private Track[] all = {};

  /** A view by number. */
  Map<Integer, Track> byNumber() {
    return Collections.unmodifiableMap(byNumber);
  }

  @Nullable Track find(int number) {
    return byNumber.get(number);
  }

  @Nullable Track find(TrackHandle handle) {
    return byHandle.get(handle);
  }

  boolean isEmpty() {
    return byNumber.isEmpty();
  }

  /** All of them; replaced, never changed, so that a loop over it is safe. */
  Track[] all() {
    return all;
  }

  void add(Track track) {
    byNumber.put(track.handle().number(), track);
    byHandle.put(track.handle(), track);
    changed();
  }

  void remove(Track track) {
    byNumber.remove(track.handle().number());
    byHandle.remove(track.handle());
    changed();
  }

  /** Closes and forgets all. */
  void close() {
    byNumber.values().forEach(Track::close);
    byNumber.clear();
    byHandle.clear();
    changed();
  }

  /** Gives up the oldest packet of every encoding; false when there was none. */
  boolean dropOldestPackets() {
    boolean dropped = false;
    for (Track track : all) {
      for (Encoding encoding : track.encodings()) {
        dropped |= encoding.dropOldestPacket();
      }
    }
    return dropped;
  }

  private void changed() {
    all = byNumber.values().toArray(Track[]::new);
  }
}
