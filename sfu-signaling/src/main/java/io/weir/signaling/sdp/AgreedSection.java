package io.weir.signaling.sdp;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * An accepted m-line with what both ends agreed on.
 *
 * @param offered as offered
 * @param codecs never empty
 * @param extensions those in use
 * @param simulcast the encodings that a track's publisher sends, none when it sends but one
 */
record AgreedSection(
    OfferedSection offered,
    List<AgreedCodec> codecs,
    List<OfferedExtension> extensions,
    OfferedSimulcast simulcast) {

  /** Characters that any codec, format parameter or extension counts for besides its own. */
  private static final int ENTRY = 100;

  /** What browsers offer at most: some twenty codecs with two parameters each. */
  private static final int LARGEST_SHARED = 8_000;

  /** Some MB of heap at most for each kind, should clients offer what no other does. */
  private static final int MOST_SHARED = 1_000_000;

  private static final SharedValues<List<CodecParameters>> CODECS =
      new SharedValues<>(LARGEST_SHARED, MOST_SHARED, AgreedSection::charactersOf);
  private static final SharedValues<Map<HeaderExtensionId, Integer>> EXTENSIONS =
      new SharedValues<>(LARGEST_SHARED, MOST_SHARED, ids -> ENTRY + ENTRY * ids.size());

  /** Intersects an offered m-line with what Weir does. */
  static AgreedSection of(OfferedSection offered, OfferContext context, ArrivalFeedback feedback)
      throws NegotiationException {
    String arrivals = arrivals(offered, feedback);
    List<AgreedCodec> codecs = AgreedCodec.select(offered, context.codecs(), arrivals);
    if (offered.role() != Role.TRACK && !(context.kind() == OfferKind.WHEP && codecs.isEmpty())) {
      codecs = AgreedCodec.select(offered, context.codecsOfSlots(), arrivals);
    }
    if (codecs.isEmpty()) {
      throw new NegotiationException(
          NegotiationException.Code.NO_COMMON_CODEC,
          "The m-line " + offered.mid() + " has none of the codecs " + context.codecs() + ".");
    }
    boolean counted =
        codecs.stream().anyMatch(codec -> codec.feedback().contains(AgreedCodec.TRANSPORT_CC));
    OfferedSimulcast simulcast = simulcast(offered);
    List<OfferedExtension> extensions =
        offered.extensions().stream()
            .filter(known -> isUsed(known, offered, counted, !simulcast.isEmpty()))
            .toList();
    return new AgreedSection(offered, codecs, extensions, simulcast);
  }

  /** What tells when packets arrive, as rtcp-fb spells it; empty for nothing. */
  private static String arrivals(OfferedSection offered, ArrivalFeedback feedback) {
    if (offered.role() != Role.TRACK
        && feedback == ArrivalFeedback.BY_STREAM
        && ArrivalFeedback.isByStreamOffered(offered)) {
      return ArrivalFeedback.CONGESTION_CONTROL;
    }
    boolean numbered =
        offered.extensions().stream()
            .anyMatch(known ->
                known.extension() == HeaderExtensionId.TRANSPORT_CC
                    && flows(known, offered.role()));
    return numbered ? AgreedCodec.TRANSPORT_CC : "";
  }

  /** Encodings can only be told apart where their packets say which one they are of. */
  private static OfferedSimulcast simulcast(OfferedSection offered) {
    boolean told =
        offered.extensions().stream()
            .anyMatch(
                known -> known.extension() == HeaderExtensionId.RID && known.direction().sends());
    return told && offered.role() == Role.TRACK && offered.kind() == MediaKind.VIDEO
        ? OfferedSimulcast.read(offered.media())
        : OfferedSimulcast.NONE;
  }

  private static boolean flows(OfferedExtension extension, Role role) {
    Direction direction = extension.direction();
    return role == Role.TRACK ? direction.sends() : direction.receives();
  }

  private static boolean isUsed(
      OfferedExtension extension, OfferedSection section, boolean counted, boolean simulcast) {
    Role role = section.role();
    return flows(extension, role)
        && switch (extension.extension()) {
          case RID, REPAIRED_RID -> simulcast; // else there is nothing to tell apart
          case TRANSPORT_CC -> counted;
          case ABS_SEND_TIME, MIXER_AUDIO_LEVEL -> role == Role.SLOT; // the server writes them
          // Whoever publishes turns the pictures upright: not every subscriber could.
          case VIDEO_ORIENTATION -> role == Role.SLOT;
          case MID, AUDIO_LEVEL, ABS_CAPTURE_TIME, PLAYOUT_DELAY, VIDEO_CONTENT_TYPE, COLOR_SPACE ->
              true;
          // Its structure is longer than one-byte extensions, and the rest means nothing without.
          case DEPENDENCY_DESCRIPTOR -> section.mixedExtensions();
        };
  }

  boolean hasRtx() {
    return codecs.stream().anyMatch(AgreedCodec::hasRtx);
  }

  /** Whether the client reports on packets by stream (RFC 8888). */
  boolean hasCongestionFeedback() {
    return codecs.stream()
        .anyMatch(codec -> codec.feedback().contains(ArrivalFeedback.CONGESTION_CONTROL));
  }

  private static int charactersOf(List<CodecParameters> codecs) {
    int characters = ENTRY;
    for (CodecParameters codec : codecs) {
      characters += ENTRY;
      for (Map.Entry<String, String> parameter : codec.formatParameters().entrySet()) {
        characters += ENTRY + parameter.getKey().length() + parameter.getValue().length();
      }
    }
    return characters;
  }

  RtpParameters parameters(List<EncodingParameters> encodings, String cname) {
    Map<HeaderExtensionId, Integer> ids = new EnumMap<>(HeaderExtensionId.class);
    for (OfferedExtension extension : extensions) {
      ids.put(extension.extension(), extension.id());
    }
    return new RtpParameters(
        offered.mid(),
        offered.kind(),
        CODECS.share(List.copyOf(codecs.stream().map(AgreedCodec::parameters).toList())),
        EXTENSIONS.share(Map.copyOf(ids)),
        encodings,
        cname,
        offered.mixedExtensions());
  }
}
