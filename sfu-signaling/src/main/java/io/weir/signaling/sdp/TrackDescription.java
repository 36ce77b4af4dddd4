package io.weir.signaling.sdp;

import io.weir.core.control.MediaKind;
import io.weir.core.control.TrackSource;

/**
 * What the client says of a track that it publishes, beside the SDP.
 *
 * @param source where the media comes from
 * @param muted whether the server shall drop it for now
 */
public record TrackDescription(TrackSource source, boolean muted) {

  /** What a WHIP presenter's track is, who has no way to say. */
  static TrackDescription ofPresenter(MediaKind kind) {
    return new TrackDescription(
        kind == MediaKind.AUDIO ? TrackSource.MICROPHONE : TrackSource.CAMERA, false);
  }
}
