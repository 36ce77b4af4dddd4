package io.weir.signaling.sdp;

import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.IceParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An offer that keeps the rules which every offer must keep.
 *
 * @param session as parsed
 * @param sections the m-lines, in order
 * @param bundle mids in the order of {@code a=group:BUNDLE}
 */
record Offer(SessionDescription session, List<OfferedSection> sections, List<String> bundle) {

  private static final String BUNDLE = "BUNDLE";

  static Offer read(SessionDescription session, OfferKind kind) throws NegotiationException {
    List<OfferedSection> sections = new ArrayList<>();
    for (MediaDescription media : session.media()) {
      sections.add(OfferedSection.read(media, session, kind));
    }
    Offer offer = new Offer(session, ExtensionIds.settle(sections), bundle(session));
    offer.checkBundle();
    offer.checkSsrcs();
    return offer;
  }

  private static List<String> bundle(SessionDescription session) {
    for (String group : session.values("group")) {
      List<String> words = List.of(group.split(" +", -1));
      if (words.getFirst().equals(BUNDLE)) {
        return words.subList(1, words.size());
      }
    }
    return List.of();
  }

  private void checkBundle() throws NegotiationException {
    Set<String> mids = new HashSet<>();
    boolean usable = false;
    for (OfferedSection section : sections) {
      if (!section.mid().isEmpty() && !mids.add(section.mid())) {
        throw NegotiationException.unusable("Two m-lines have the mid " + section.mid() + ".");
      }
      if (section.role() == Role.REJECTED) {
        continue;
      }
      usable = true;
      if (!bundle.contains(section.mid())) {
        throw NegotiationException.unusable(
            "The m-line " + section.mid() + " is not in the offer's BUNDLE group.");
      }
    }
    if (!usable) {
      throw NegotiationException.unusable("The offer has no usable audio or video m-line.");
    }
  }

  private void checkSsrcs() throws NegotiationException {
    Map<Long, String> owners = new HashMap<>();
    for (OfferedSection section : sections) {
      if (section.role() != Role.TRACK) {
        continue;
      }
      for (long ssrc : OfferedStreams.read(section.media()).ssrcs()) {
        if (owners.put(ssrc, section.mid()) != null) {
          throw NegotiationException.unusable("Two m-lines announce the SSRC " + ssrc + ".");
        }
      }
    }
  }

  /** The m-line whose transport all others share: the answer's first (RFC 9143 §7.3.1). */
  OfferedSection tagged() {
    for (String mid : bundle) {
      for (OfferedSection section : sections) {
        if (section.role() != Role.REJECTED && section.mid().equals(mid)) {
          return section;
        }
      }
    }
    throw new IllegalStateException("checked when read");
  }

  IceParameters remoteIce() throws NegotiationException {
    return RemoteTransport.ice(tagged().media(), session);
  }

  List<DtlsFingerprint> remoteFingerprints() throws NegotiationException {
    return RemoteTransport.fingerprints(tagged().media(), session);
  }
}
