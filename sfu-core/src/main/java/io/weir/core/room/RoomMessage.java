package io.weir.core.room;

import java.util.List;

/** What the shares of one room tell each other across workers. */
public sealed interface RoomMessage {
  /** The room whose share on the other worker it is for. */
  String room();

  /**
   * The room's workers changed. Sent by the server to all of them, in the same order.
   *
   * @param room name of the room
   * @param workers indexes of all workers that have participants of the room
   */
  record Workers(String room, List<Integer> workers) implements RoomMessage {
    public Workers {
      workers = List.copyOf(workers);
    }
  }

  /**
   * A track of the sender's participants is there to be shown.
   *
   * @param track the track
   * @param worker where it is published
   * @param muted whether its media is dropped
   */
  record Published(TrackHandle track, int worker, boolean muted) implements RoomMessage {
    @Override
    public String room() {
      return track.room();
    }
  }

  /**
   * A track ended.
   *
   * @param track the track
   * @param left whether its participant left
   */
  record Unpublished(TrackHandle track, boolean left) implements RoomMessage {
    @Override
    public String room() {
      return track.room();
    }
  }

  /**
   * A track was muted or unmuted.
   *
   * @param track the track
   * @param muted whether its media is dropped
   */
  record Muted(TrackHandle track, boolean muted) implements RoomMessage {
    @Override
    public String room() {
      return track.room();
    }
  }

  /**
   * The track's stream began anew; sequence numbers and timestamps have nothing to do with those
   * before.
   *
   * @param track the track
   */
  record Restarted(TrackHandle track) implements RoomMessage {
    @Override
    public String room() {
      return track.room();
    }
  }

  /**
   * A worker's participants want a track's packets, or no longer.
   *
   * @param track the track
   * @param worker the worker that wants them
   * @param wanted whether any slot there shows it
   */
  record Wanted(TrackHandle track, int worker, boolean wanted) implements RoomMessage {
    @Override
    public String room() {
      return track.room();
    }
  }

  /**
   * A slot on another worker needs a key frame.
   *
   * @param track the track
   */
  record KeyFrameWanted(TrackHandle track) implements RoomMessage {
    @Override
    public String room() {
      return track.room();
    }
  }
}
