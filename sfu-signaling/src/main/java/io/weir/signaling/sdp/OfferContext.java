package io.weir.signaling.sdp;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * What an answer depends on, beside the offer.
 *
 * @param kind which way the offer came
 * @param tracks by mid; over WebSocket the full list of what is published, over WHIP optional
 * @param previous {@link NegotiationState#INITIAL}, or what the session's last answer left
 * @param local Weir's ICE credentials: those of the last answer, or new ones when {@link
 *     Negotiator#isIceRestart} says so
 * @param fingerprint of Weir's certificate
 * @param candidates where Weir listens, the default one first; all of them go into the answer
 * @param ssrcs gives SSRCs for new slots, unique within the server
 * @param trackNumbers gives numbers for new tracks, unique within the room
 * @param codecs names of the room's codecs, most wanted first
 */
public record OfferContext(
    OfferKind kind,
    Map<String, TrackDescription> tracks,
    NegotiationState previous,
    IceParameters local,
    DtlsFingerprint fingerprint,
    List<IceCandidate> candidates,
    IntSupplier ssrcs,
    IntSupplier trackNumbers,
    List<String> codecs) {

  /** What publishers send unless a room says otherwise. */
  public static final List<String> DEFAULT_CODECS = List.of("VP8", "H264", "OPUS");

  /** Names of all codecs that Weir forwards. */
  public static List<String> knownCodecs() {
    return Arrays.stream(KnownCodec.values()).map(KnownCodec::name).toList();
  }

  /** What slots can be sent: the room's codecs, then all others, for rooms whose codecs change. */
  List<String> codecsOfSlots() {
    List<String> all = new ArrayList<>(codecs);
    knownCodecs().stream().filter(known -> !all.contains(known)).forEach(all::add);
    return all;
  }

  public OfferContext {
    tracks = Map.copyOf(tracks);
    candidates = List.copyOf(candidates);
    codecs = codecs.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList();
  }
}
