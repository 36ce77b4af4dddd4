package io.weir.signaling.session;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.TransportParameters;
import io.weir.signaling.auth.Right;
import io.weir.signaling.message.ClientMessage.OfferedTrack;
import io.weir.signaling.message.ErrorCode;
import io.weir.signaling.message.RequestException;
import io.weir.signaling.message.ServerMessage;
import io.weir.signaling.sdp.Answer;
import io.weir.signaling.sdp.NegotiationException;
import io.weir.signaling.sdp.NegotiationState;
import io.weir.signaling.sdp.Negotiator;
import io.weir.signaling.sdp.OfferContext;
import io.weir.signaling.sdp.OfferKind;
import io.weir.signaling.sdp.SdpException;
import io.weir.signaling.sdp.SdpParser;
import io.weir.signaling.sdp.SessionDescription;
import io.weir.signaling.sdp.TrackDescription;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Answers offers and tells the media plane what was agreed. Signaling's event loop only; the answer
 * itself is worked out beside it, so that a large offer holds up nobody else.
 */
public final class Negotiations {

  private final Vertx vertx;
  private final MediaPlane media;
  private final List<String> codecs;

  /**
   * Negotiates for this media plane.
   *
   * @param codecs of rooms that have none of their own, most wanted first
   */
  public Negotiations(Vertx vertx, MediaPlane media, List<String> codecs) {
    this.vertx = vertx;
    this.media = media;
    this.codecs = List.copyOf(codecs);
  }

  /**
   * What an offer led to.
   *
   * @param answer the SDP to send back
   * @param news what everybody in the room is to hear, once the answer is on its way
   */
  public record Outcome(String answer, List<ServerMessage.Event> news) {

    public Outcome {
      news = List.copyOf(news);
    }
  }

  /**
   * Answers an offer. The future fails with a {@link SdpException}, {@link NegotiationException} or
   * {@link RequestException}; then everything stays as it was.
   *
   * @param offered what the sending m-lines carry; empty over WHIP, where it is implied
   */
  public Future<Outcome> negotiate(Participant self, String sdp, List<OfferedTrack> offered)
      throws RequestException {
    if (self.offerPending()) {
      throw new RequestException(
          ErrorCode.OFFER_PENDING, "The previous offer has not been answered yet.");
    }
    Map<String, OfferedTrack> byMid = new HashMap<>();
    for (OfferedTrack track : offered) {
      if (byMid.put(track.mid(), track) != null) {
        throw new RequestException(
            ErrorCode.BAD_REQUEST, "Two entries of 'tracks' have the mid '" + track.mid() + "'.");
      }
    }
    NegotiationState previous = self.negotiation();
    Map<String, TrackDescription> descriptions = new HashMap<>();
    for (OfferedTrack track : offered) {
      descriptions.put(
          track.mid(), new TrackDescription(track.source(), Boolean.TRUE.equals(track.muted())));
      PublishedTrack known = self.tracks().get(track.mid());
      if (known != null && !known.isSame(track.source(), track.name())) {
        previous = previous.withoutTrack(track.mid());
      }
    }
    self.setOfferPending(true);
    NegotiationState from = previous;
    List<IceCandidate> candidates = media.candidates(self.number());
    List<String> wanted = self.room().settings().codecsOr(codecs);
    return vertx
        .executeBlocking(() -> answer(self, sdp, from, descriptions, candidates, wanted), false)
        .onComplete(done -> self.setOfferPending(false))
        .compose(answer -> agree(self, Objects.requireNonNull(answer), byMid));
  }

  /** Runs on a worker thread: reads only what does not change while an offer is pending. */
  private Answer answer(
      Participant self,
      String sdp,
      NegotiationState previous,
      Map<String, TrackDescription> descriptions,
      List<IceCandidate> candidates,
      List<String> wanted)
      throws SdpException, NegotiationException {
    SessionDescription offer = SdpParser.parse(sdp);
    TransportParameters before = self.association();
    IceParameters local =
        before == null || Negotiator.isIceRestart(previous, offer)
            ? media.newIceParameters(self.number())
            : before.local();
    Answer answer =
        Negotiator.negotiate(
            offer,
            new OfferContext(
                kind(self),
                descriptions,
                previous,
                local,
                media.localFingerprint(),
                candidates,
                media::newSsrc,
                self.room()::nextTrackNumber,
                wanted));
    // RFC 8842 §5.5: another certificate is another DTLS association, which a session has but one
    // of.
    if (before != null
        && Collections.disjoint(
            before.remoteFingerprints(), answer.transport().remoteFingerprints())) {
      throw NegotiationException.unusable(
          "The certificate's fingerprint changed; join again to use another PeerConnection.");
    }
    return answer;
  }

  private static OfferKind kind(Participant self) {
    return switch (self.profile().role()) {
      case MEMBER -> OfferKind.WEBSOCKET;
      case PRESENTER -> OfferKind.WHIP;
      case VIEWER -> OfferKind.WHEP;
    };
  }

  private Future<Outcome> agree(
      Participant self, Answer answer, Map<String, OfferedTrack> offered) {
    if (!self.isPresent()) {
      return Future.failedFuture(
          new RequestException(ErrorCode.NOT_JOINED, "The participant has left meanwhile."));
    }
    try {
      if (!answer.tracks().isEmpty()) {
        self.grants().require(Right.PUBLISH);
        self.room().requirePlaceToPublish(self);
      }
      if (!mids(self.slots()).containsAll(mids(answer.slots()))) {
        self.grants().require(Right.SUBSCRIBE);
      }
    } catch (RequestException e) {
      return Future.failedFuture(e);
    }
    List<ServerMessage.Event> news = new ArrayList<>();
    takeTracks(self, answer.tracks(), offered, news);
    self.agree(answer.transport(), answer.slots(), answer.state());
    media.submit(self.negotiateCommand());
    return Future.succeededFuture(new Outcome(answer.sdp(), news));
  }

  /** Slots from before the right to subscribe was taken may stay: they show nothing. */
  private static List<String> mids(List<SlotParameters> slots) {
    return slots.stream().map(slot -> slot.rtp().mid()).toList();
  }

  /** Makes the participant's tracks those of the answer, and notes what others must hear. */
  private static void takeTracks(
      Participant self,
      List<TrackParameters> agreed,
      Map<String, OfferedTrack> offered,
      List<ServerMessage.Event> news) {
    Map<String, PublishedTrack> before = Map.copyOf(self.tracks());
    self.tracks().clear();
    List<ServerMessage.Event> added = new ArrayList<>();
    for (TrackParameters parameters : agreed) {
      String mid = parameters.rtp().mid();
      OfferedTrack said = offered.get(mid);
      PublishedTrack known = before.get(mid);
      if (known != null && known.number() == parameters.track()) {
        known.renegotiate(parameters.rtp());
        self.tracks().put(mid, known);
        if (said != null && said.muted() != null && said.muted() != known.muted()) {
          known.setMuted(said.muted());
          added.add(new ServerMessage.TrackMuted(known.id(), known.muted()));
        }
      } else {
        PublishedTrack track =
            new PublishedTrack(
                self.id(),
                parameters.track(),
                parameters.source(),
                said == null ? null : said.name(),
                parameters.muted(),
                parameters.rtp());
        self.tracks().put(mid, track);
        added.add(new ServerMessage.TrackPublished(track.view()));
      }
    }
    for (Map.Entry<String, PublishedTrack> old : before.entrySet()) {
      if (!Objects.equals(self.tracks().get(old.getKey()), old.getValue())) {
        news.add(new ServerMessage.TrackUnpublished(old.getValue().id()));
      }
    }
    news.addAll(added);
  }

  /**
   * Restarts ICE without an offer (RFC 9725 §4.3.3): new credentials on both ends, the rest stays.
   * Returns Weir's.
   */
  public IceParameters restartIce(Participant self, IceParameters remote) {
    TransportParameters before = self.negotiated();
    IceParameters local = media.newIceParameters(self.number());
    self.setAssociation(new TransportParameters(local, remote, before.remoteFingerprints()));
    media.submit(self.negotiateCommand());
    return local;
  }
}
