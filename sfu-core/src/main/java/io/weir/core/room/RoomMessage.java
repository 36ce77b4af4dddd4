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
   * An encoding's stream began anew; sequence numbers and timestamps have nothing to do with those
   * before.
   *
   * @param track the track
   * @param encoding which one
   */
  record Restarted(TrackHandle track, int encoding) implements RoomMessage {
    @Override
    public String room() {
      return track.room();
    }
  }

  /**
   * Which of a track's packets a worker's participants want from now on.
   *
   * @param track the track
   * @param worker the worker that wants them
   * @param encodings those that slots there show or wait for, a bit each
   */
  record Wanted(TrackHandle track, int worker, int encodings) implements RoomMessage {
    @Override
    public String room() {
      return track.room();
    }
  }

  /**
   * How a track's encodings are doing where it is published; about once a second, and when one of
   * them comes or goes.
   *
   * @param track the track
   * @param encodings lowest resolution first
   */
  record Encodings(TrackHandle track, List<EncodingState> encodings) implements RoomMessage {
    public Encodings {
      encodings = List.copyOf(encodings);
    }

    @Override
    public String room() {
      return track.room();
    }
  }

  /**
   * A slot on another worker needs a key frame.
   *
   * @param track the track
   * @param encoding of which encoding
   */
  record KeyFrameWanted(TrackHandle track, int encoding) implements RoomMessage {
    @Override
    public String room() {
      return track.room();
    }
  }
}
