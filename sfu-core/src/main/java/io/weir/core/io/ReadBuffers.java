package io.weir.core.io;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a worker's TCP connections are read into: one piece of memory for all of them, and places
 * for what a connection sent beyond its share of a turn. Worker thread only; allocates nothing.
 */
final class ReadBuffers {
  /** Bytes of one read. */
  static final int READ_BYTES = 16 << 10;

  /** Bytes of a read before any check has passed: a longest frame, and more than one check. */
  static final int STRANGER_BYTES = 2 << 10;

  /** As many connections of a worker may have sent more than is handled in a turn. */
  static final int PLACES = 64;

  private final MemorySegment scratch;
  private final MemorySegment strangerScratch;
  private final Place[] places = new Place[PLACES];
  private int taken;

  /** Bytes of one connection that wait for its next turn. */
  static final class Place {
    private final MemorySegment bytes;
    private @Nullable TcpConnection owner;
    private int at;
    private int end;

    private Place(MemorySegment bytes) {
      this.bytes = bytes;
    }

    /** Holds the bytes from {@link #at} to {@link #end}. */
    MemorySegment bytes() {
      return bytes;
    }

    /** Where the first byte is that waits. */
    int at() {
      return at;
    }

    /** Where the last byte ends that waits. */
    int end() {
      return end;
    }

    /** Bytes up to here wait no longer. */
    void skipTo(int next) {
      at = next;
    }
  }

  /** With memory that lives as long as the arena. */
  ReadBuffers(Arena arena) {
    scratch = arena.allocate(READ_BYTES, 64);
    strangerScratch = scratch.asSlice(0, STRANGER_BYTES);
    for (int i = 0; i < PLACES; i++) {
      places[i] = new Place(arena.allocate(READ_BYTES, 64));
    }
  }

  /** Where to read to; whoever comes next writes over it. */
  MemorySegment scratch(boolean authenticated) {
    return authenticated ? scratch : strangerScratch;
  }

  /** Whether nothing more can be kept: then nothing more must be read. */
  boolean isFull() {
    return taken == PLACES;
  }

  /** Whether anything waits. */
  boolean isEmpty() {
    return taken == 0;
  }

  /** Keeps a part of the {@link #scratch}; not when it is {@link #isFull}. */
  Place keep(TcpConnection owner, int at, int end) {
    int free = 0;
    while (places[free].owner != null) {
      free++;
    }
    Place place = places[free];
    MemorySegment.copy(scratch, at, place.bytes, 0, end - at);
    place.owner = owner;
    place.at = 0;
    place.end = end - at;
    taken++;
    return place;
  }

  /** Frees a place, with whatever is in it. */
  void giveBack(Place place) {
    Objects.requireNonNull(place.owner);
    place.owner = null;
    taken--;
  }

  /** Whose bytes wait in a place, 0 to {@link #PLACES} - 1; null when it is free. */
  @Nullable TcpConnection owner(int place) {
    return places[place].owner;
  }
}
