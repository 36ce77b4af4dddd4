package io.weir.bench.load.sdp;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.MediaKind;
import io.weir.signaling.sdp.Direction;
import java.util.List;
import java.util.Map;

/**
 * One m-line as a client writes it.
 *
 * @param mid its tag
 * @param kind audio or video
 * @param direction as the client sees it; inactive m-lines without codecs are refused ones
 * @param codecs never empty
 * @param extensions ids of header extensions
 * @param track index of the client's track that it carries, or -1
 */
record OfferSection(
    String mid,
    MediaKind kind,
    Direction direction,
    List<CodecParameters> codecs,
    Map<HeaderExtensionId, Integer> extensions,
    int track) {

  static final int NO_TRACK = -1;

  OfferSection {
    codecs = List.copyOf(codecs);
    extensions = Map.copyOf(extensions);
  }
}
