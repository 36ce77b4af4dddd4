package io.weir.signaling.sdp;

import io.weir.core.control.EncodingParameters;
import io.weir.core.control.IceParameters;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.TransportParameters;
import io.weir.signaling.sdp.NegotiationState.Slot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers one offer: walks over its m-lines and gathers text and parameters. Used once. */
final class AnswerBuilder {

  private final Offer offer;
  private final OfferContext context;
  private final SectionWriter writer;
  private final Map<String, Slot> plan;
  private final ArrivalFeedback feedback;
  private final List<MediaDescription> media = new ArrayList<>();
  private final List<TrackParameters> tracks = new ArrayList<>();
  private final List<SlotParameters> slots = new ArrayList<>();
  private final Map<String, Integer> trackNumbers = new HashMap<>();

  AnswerBuilder(Offer offer, OfferContext context) {
    this.offer = offer;
    this.context = context;
    this.writer = new SectionWriter(context.local(), context.fingerprint(), context.candidates());
    this.feedback = ArrivalFeedback.of(offer, context.kind());
    this.plan = SlotPlan.of(offer, context.previous(), context.ssrcs());
  }

  Answer build() throws NegotiationException {
    TransportParameters transport =
        new TransportParameters(context.local(), offer.remoteIce(), offer.remoteFingerprints());
    String tagged = offer.tagged().mid();
    for (OfferedSection section : offer.sections()) {
      media.add(
          section.role() == Role.REJECTED
              ? SectionWriter.rejected(section.media())
              : answer(section, section.mid().equals(tagged)));
    }
    checkTracks();
    NegotiationState state = nextState(transport.remote());
    return new Answer(SdpWriter.write(describe(state)), transport, tracks, slots, state);
  }

  private MediaDescription answer(OfferedSection offered, boolean tagged)
      throws NegotiationException {
    AgreedSection section = AgreedSection.of(offered, context, feedback);
    return switch (offered.role()) {
      case TRACK -> {
        addTrack(section);
        yield writer.track(section, tagged);
      }
      case SLOT -> {
        Slot slot = slotOf(offered.mid());
        addSlot(section, slot);
        yield writer.slot(section, tagged, slot);
      }
      case IDLE -> writer.idle(section, tagged);
      case REJECTED -> throw new IllegalArgumentException("a rejected m-line is not negotiated");
    };
  }

  private void addTrack(AgreedSection section) throws NegotiationException {
    String mid = section.offered().mid();
    TrackDescription description = description(section.offered());
    Integer known = context.previous().tracks().get(mid);
    int number = known == null ? context.trackNumbers().getAsInt() : known;
    OfferedStreams streams = OfferedStreams.read(section.offered().media());
    List<EncodingParameters> encodings =
        section.simulcast().isEmpty()
            ? List.of(streams.encoding())
            : section.simulcast().encodings();
    trackNumbers.put(mid, number);
    tracks.add(
        new TrackParameters(
            number,
            description.source(),
            description.muted(),
            section.parameters(encodings, streams.cname())));
  }

  private TrackDescription description(OfferedSection section) throws NegotiationException {
    TrackDescription said = context.tracks().get(section.mid());
    if (said != null) {
      return said;
    }
    if (context.kind() == OfferKind.WEBSOCKET) {
      throw NegotiationException.unusable(
          "The m-line " + section.mid() + " is sendonly but has no entry in \"tracks\".");
    }
    return TrackDescription.ofPresenter(section.kind());
  }

  /** Refuses entries in {@code tracks} that no m-line publishes. */
  private void checkTracks() throws NegotiationException {
    Set<String> unmatched = new HashSet<>(context.tracks().keySet());
    unmatched.removeAll(trackNumbers.keySet());
    if (!unmatched.isEmpty()) {
      throw NegotiationException.unusable(
          "\"tracks\" names " + unmatched + ", where the offer has no sendonly m-line.");
    }
  }

  private Slot slotOf(String mid) {
    Slot slot = plan.get(mid);
    if (slot == null) {
      throw new IllegalStateException("no slot was planned for m-line " + mid);
    }
    return slot;
  }

  private void addSlot(AgreedSection section, Slot slot) {
    long rtxSsrc = section.hasRtx() ? slot.rtxSsrc() : EncodingParameters.UNKNOWN_SSRC;
    EncodingParameters encoding = new EncodingParameters("", slot.ssrc(), rtxSsrc);
    slots.add(
        new SlotParameters(
            slot.index(), section.parameters(List.of(encoding), SectionWriter.CNAME)));
  }

  private NegotiationState nextState(IceParameters remote) {
    NegotiationState previous = context.previous();
    // RFC 9429 §5.2.1 wants a number that is hard to guess: the fragment is random.
    long sessionId =
        previous.answers() == 0
            ? Integer.toUnsignedLong(context.local().usernameFragment().hashCode())
            : previous.sessionId();
    return new NegotiationState(
        previous.answers() + 1,
        sessionId,
        Continuity.lines(offer),
        plan,
        trackNumbers,
        Optional.of(remote));
  }

  private SessionDescription describe(NegotiationState state) {
    List<Attribute> attributes = new ArrayList<>();
    attributes.add(new Attribute("group", "BUNDLE " + String.join(" ", bundle())));
    if (offer.session().has("extmap-allow-mixed")) {
      attributes.add(Attribute.property("extmap-allow-mixed"));
    }
    attributes.addAll(sessionIce());
    attributes.add(new Attribute("msid-semantic", "WMS *"));
    String origin = "- " + state.sessionId() + " " + state.answers() + " IN IP4 127.0.0.1";
    return new SessionDescription(origin, "-", attributes, media);
  }

  /** What every answer and restart says of Weir's ICE (RFC 8839 §5.3, §5.6; RFC 9725 §4.3). */
  static List<Attribute> sessionIce() {
    return List.of(Attribute.property("ice-lite"), new Attribute("ice-options", "trickle ice2"));
  }

  /** The offer's group without what is rejected (RFC 9143 §7.3.3). */
  private List<String> bundle() {
    List<String> accepted =
        offer.sections().stream()
            .filter(section -> section.role() != Role.REJECTED)
            .map(OfferedSection::mid)
            .toList();
    return offer.bundle().stream().distinct().filter(accepted::contains).toList();
  }
}
