package io.weir.signaling.sdp;

import io.weir.core.control.IceParameters;
import io.weir.core.control.MediaKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one answer leaves for the next of the same session, so that mids keep their meaning.
 * Immutable.
 *
 * @param answers how many answers there were: the version in the answer's origin
 * @param sessionId the number in the answer's origin
 * @param lines the m-lines in order
 * @param slots by mid
 * @param tracks track numbers by mid
 * @param remote the client's ICE credentials
 */
public record NegotiationState(
    int answers,
    long sessionId,
    List<Line> lines,
    Map<String, Slot> slots,
    Map<String, Integer> tracks,
    Optional<IceParameters> remote) {

  /** Before the first offer. */
  public static final NegotiationState INITIAL =
      new NegotiationState(0, 0, List.of(), Map.of(), Map.of(), Optional.empty());

  public NegotiationState {
    lines = List.copyOf(lines);
    slots = Map.copyOf(slots);
    tracks = Map.copyOf(tracks);
  }

  /** The same after a track was unpublished without an offer: its mid then gets a new number. */
  public NegotiationState withoutTrack(String mid) {
    Map<String, Integer> rest = new HashMap<>(tracks);
    rest.remove(mid);
    return new NegotiationState(answers, sessionId, lines, slots, rest, remote);
  }

  /**
   * One m-line of the last answer.
   *
   * @param mid its tag
   * @param kind media type as in SDP
   * @param rejected whether its place may be taken by another (RFC 9429 §5.2.2)
   */
  public record Line(String mid, String kind, boolean rejected) {}

  /**
   * What makes a slot the same slot.
   *
   * @param kind audio or video
   * @param index among its kind
   * @param ssrc media
   * @param rtxSsrc retransmission, or -1 for audio
   */
  public record Slot(MediaKind kind, int index, long ssrc, long rtxSsrc) {}
}
