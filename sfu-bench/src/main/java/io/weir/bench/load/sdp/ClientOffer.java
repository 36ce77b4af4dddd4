package io.weir.bench.load.sdp;

import io.weir.bench.load.media.AgreedSection;
import io.weir.bench.load.media.LocalMedia;
import io.weir.bench.load.media.LocalTrack;
import io.weir.bench.load.media.RemoteMedia;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.signaling.sdp.Direction;
import io.weir.signaling.sdp.MediaDescription;
import io.weir.signaling.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A client's offer: an m-line for each track that it sends and each stream that it wants.
 * Immutable.
 */
public final class ClientOffer {

  private final LocalMedia local;
  private final List<OfferSection> sections;

  private ClientOffer(LocalMedia local, List<OfferSection> sections) {
    this.local = local;
    this.sections = List.copyOf(sections);
  }

  /**
   * What a client may offer.
   *
   * @param audioSlots m-lines that want sound
   * @param videoSlots m-lines that want a picture
   * @param receivable codecs that it takes, wanted ones first
   * @param transportCc whether arrivals are to be reported
   */
  public record Wishes(
      int audioSlots, int videoSlots, List<Format> receivable, boolean transportCc) {

    public Wishes {
      receivable = List.copyOf(receivable);
    }
  }

  /** The offer of a client that has these tracks and wishes. */
  public static ClientOffer of(LocalMedia local, Wishes wishes) throws DescriptionException {
    List<OfferSection> sections = new ArrayList<>();
    for (LocalTrack track : local.tracks()) {
      Format format =
          Format.find(track.codec())
              .orElseThrow(() -> new DescriptionException("No codec " + track.codec() + "."));
      boolean simulcast = track.encodings().size() > 1;
      sections.add(
          new OfferSection(
              Integer.toString(sections.size()),
              track.kind(),
              Direction.SENDONLY,
              List.of(format.offered(wishes.transportCc())),
              extensions(track.kind(), simulcast, wishes.transportCc()),
              sections.size()));
    }
    addSlots(sections, MediaKind.AUDIO, wishes.audioSlots(), wishes);
    addSlots(sections, MediaKind.VIDEO, wishes.videoSlots(), wishes);
    if (sections.isEmpty()) {
      throw new DescriptionException(
          "A client that neither sends nor wants anything has no offer.");
    }
    return new ClientOffer(local, sections);
  }

  private static void addSlots(
      List<OfferSection> sections, MediaKind kind, int slots, Wishes wishes) {
    List<CodecParameters> codecs =
        wishes.receivable().stream()
            .filter(format -> format.kind() == kind)
            .map(format -> format.offered(wishes.transportCc()))
            .toList();
    for (int i = 0; i < slots && !codecs.isEmpty(); i++) {
      sections.add(
          new OfferSection(
              Integer.toString(sections.size()),
              kind,
              Direction.RECVONLY,
              codecs,
              extensions(kind, false, wishes.transportCc()),
              OfferSection.NO_TRACK));
    }
  }

  /** Ids that are the same in all m-lines of one BUNDLE group (RFC 9143 §15.1). */
  static Map<HeaderExtensionId, Integer> extensions(
      MediaKind kind, boolean simulcast, boolean transportCc) {
    Map<HeaderExtensionId, Integer> ids = new EnumMap<>(HeaderExtensionId.class);
    ids.put(HeaderExtensionId.MID, 4);
    ids.put(HeaderExtensionId.ABS_SEND_TIME, 2);
    if (kind == MediaKind.AUDIO) {
      ids.put(HeaderExtensionId.AUDIO_LEVEL, 1);
    }
    if (transportCc) {
      ids.put(HeaderExtensionId.TRANSPORT_CC, 3);
    }
    if (simulcast) {
      ids.put(HeaderExtensionId.RID, 10);
      ids.put(HeaderExtensionId.REPAIRED_RID, 11);
    }
    return ids;
  }

  /** The SDP text. */
  public String text() {
    return new DescriptionWriter(local, local.setup()).write(sections);
  }

  /** A track's m-line. */
  public record TrackLine(String mid, MediaKind kind) {}

  /** The m-lines that send, in order. */
  public List<TrackLine> tracks() {
    return sections.stream()
        .filter(section -> section.track() != OfferSection.NO_TRACK)
        .map(section -> new TrackLine(section.mid(), section.kind()))
        .toList();
  }

  /** The m-lines that receive pictures. */
  public List<String> videoSlots() {
    return sections.stream()
        .filter(section ->
            section.track() == OfferSection.NO_TRACK && section.kind() == MediaKind.VIDEO)
        .map(OfferSection::mid)
        .toList();
  }

  /** What a server's answer means for the media plane. */
  public RemoteMedia accept(String answer) throws DescriptionException {
    SessionDescription session = RemoteDescription.parse(answer);
    if (session.media().size() != sections.size()) {
      throw new DescriptionException(
          "The answer has %d m-lines, the offer %d."
              .formatted(session.media().size(), sections.size()));
    }
    List<AgreedSection> agreed = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      MediaDescription media = session.media().get(i);
      agreed.add(RemoteDescription.section(media, session, sections.get(i), encodings(i)));
    }
    return RemoteDescription.transport(session, agreed);
  }

  private List<String> encodings(int index) {
    int track = sections.get(index).track();
    return track == OfferSection.NO_TRACK
        ? List.of()
        : local.tracks().get(track).encodings().stream().map(encoding -> encoding.rid()).toList();
  }
}
