package io.weir.core.room;

import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.TrackSource;

/**
 * What all workers of a room know of a track. Immutable; the same object goes with each packet that
 * crosses workers, so that the other side finds its share of the track by identity.
 *
 * @param room name of the room
 * @param participant the publisher
 * @param number the track's number, unique in the room
 * @param source where its media comes from
 * @param order when it was published, for the order of automatic views; smaller is earlier
 * @param rtp what was negotiated with the publisher
 */
public record TrackHandle(
    String room, long participant, int number, TrackSource source, long order, RtpParameters rtp) {

  /** Audio or video. */
  public MediaKind kind() {
    return rtp.kind();
  }
}
