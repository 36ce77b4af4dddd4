package io.weir.signaling.sdp;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import io.weir.core.control.TrackSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Offers recorded from real clients, and contexts to answer them in. */
final class Fixtures {

  static final IceParameters LOCAL = new IceParameters("weirFrag", "weirPasswordOf24Letters0");
  static final DtlsFingerprint FINGERPRINT =
      new DtlsFingerprint("sha-256", "AB" + ":CD".repeat(31));
  static final List<IceCandidate> CANDIDATES =
      List.of(
          new IceCandidate("1", "udp", 2_130_706_431L, "192.0.2.1", 10_000),
          new IceCandidate("2", "udp", 2_130_706_175L, "2001:db8::1", 10_000));

  private static final List<String> CONFERENCE =
      List.of(
          "chromium-conference",
          "chromium-publish",
          "chromium-screen",
          "chromium-simulcast-data",
          "chromium-slots",
          "firefox-conference",
          "firefox-publish",
          "firefox-screen",
          "firefox-simulcast-data",
          "firefox-slots");
  private static final List<String> WHIP =
      List.of(
          "aiortc-whip",
          "aiortc-whip-sendrecv",
          "chromium-whip",
          "chromium-whip-av1",
          "chromium-whip-h264",
          "chromium-whip-screen",
          "chromium-whip-vp9",
          "firefox-whip",
          "firefox-whip-av1",
          "firefox-whip-vp9",
          "gstreamer-whip",
          "gstreamer-whip-h264",
          "gstreamer-whip-sendrecv",
          "safari13-whip",
          "safari18-whip-two-cameras");
  private static final List<String> WHEP =
      List.of("aiortc-whep", "chromium-whep", "firefox-whep", "gstreamer-whep", "safari13-whep");

  private Fixtures() {}

  /** Names of all recordings. */
  static Stream<String> all() {
    return Stream.of(CONFERENCE, WHIP, WHEP).flatMap(List::stream);
  }

  static String text(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream("/sdp/" + name + ".sdp")) {
      if (in == null) {
        throw new IllegalArgumentException("no recording " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SessionDescription offer(String name) throws SdpException {
    return SdpParser.parse(text(name));
  }

  static OfferKind kindOf(String name) {
    if (WHIP.contains(name)) {
      return OfferKind.WHIP;
    }
    return WHEP.contains(name) ? OfferKind.WHEP : OfferKind.WEBSOCKET;
  }

  /** Answers a recording in a room that wants other codecs. */
  static Answer answer(String name, OfferKind kind, List<String> codecs)
      throws SdpException, NegotiationException {
    SessionDescription offer = offer(name);
    OfferContext usual = context(kind, offer);
    return Negotiator.negotiate(
        offer,
        new OfferContext(
            kind,
            usual.tracks(),
            usual.previous(),
            usual.local(),
            usual.fingerprint(),
            usual.candidates(),
            usual.ssrcs(),
            usual.trackNumbers(),
            codecs));
  }

  /** Answers a recording as the first offer of a session. */
  static Answer answer(String name) throws SdpException, NegotiationException {
    SessionDescription offer = offer(name);
    return Negotiator.negotiate(offer, context(kindOf(name), offer));
  }

  static OfferContext context(OfferKind kind, SessionDescription offer) {
    return context(kind, tracksOf(kind, offer), NegotiationState.INITIAL);
  }

  static OfferContext context(
      OfferKind kind, Map<String, TrackDescription> tracks, NegotiationState previous) {
    AtomicInteger ssrcs = new AtomicInteger(1_000 * (1 + previous.answers()));
    AtomicInteger numbers = new AtomicInteger(10 * (1 + previous.answers()));
    return new OfferContext(
        kind,
        tracks,
        previous,
        LOCAL,
        FINGERPRINT,
        CANDIDATES,
        ssrcs::incrementAndGet,
        numbers::incrementAndGet,
        OfferContext.DEFAULT_CODECS);
  }

  /** The {@code tracks} list that an honest client sends with its offer. */
  static Map<String, TrackDescription> tracksOf(OfferKind kind, SessionDescription offer) {
    Map<String, TrackDescription> tracks = new HashMap<>();
    if (kind == OfferKind.WEBSOCKET) {
      for (MediaDescription media : offer.media()) {
        boolean rtp = media.kind().equals("audio") || media.kind().equals("video");
        if (rtp && !media.isRejected() && Direction.of(media, offer) == Direction.SENDONLY) {
          tracks.put(media.mid(), new TrackDescription(TrackSource.CUSTOM, false));
        }
      }
    }
    return tracks;
  }
}
