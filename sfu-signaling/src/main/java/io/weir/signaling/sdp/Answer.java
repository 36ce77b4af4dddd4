package io.weir.signaling.sdp;

import io.weir.core.control.SlotParameters;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.TransportParameters;
import java.util.List;

/**
 * An answered offer: the text for the client and the parameters for the media plane.
 *
 * @param sdp the answer
 * @param transport both ends' credentials
 * @param tracks everything that the client publishes now
 * @param slots every slot that the client has now
 * @param state for the session's next offer
 */
public record Answer(
    String sdp,
    TransportParameters transport,
    List<TrackParameters> tracks,
    List<SlotParameters> slots,
    NegotiationState state) {

  public Answer {
    tracks = List.copyOf(tracks);
    slots = List.copyOf(slots);
  }
}
