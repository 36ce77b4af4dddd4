package io.weir.signaling.session;

import io.weir.signaling.message.ClientMessage;
import java.util.List;

/** What the sending m-lines of an offer carry. */
public sealed interface OfferedTracks {

  /**
   * The client says it for each m-line; those not listed are not published.
   *
   * @param tracks one entry per sending m-line
   */
  record Listed(List<ClientMessage.OfferedTrack> tracks) implements OfferedTracks {

    public Listed {
      tracks = List.copyOf(tracks);
    }
  }

  /** Video is a camera and audio a microphone: WHIP has nowhere to say it. */
  record Implied() implements OfferedTracks {}
}
