package io.weir.core.stream;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.RtpParameters;
import io.weir.core.rtp.ExtensionRelay;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Binds one encoding of a track to slots. What follows from the negotiation alone is worked out
 * once for all slots that negotiated the same, which an audience of one kind of browser mostly did:
 * less memory, and thousands of slots read the same few cache lines. Worker thread only.
 */
public final class TrackBindings {
  /** Kinds of subscribers that are remembered. */
  private static final int MAX_KINDS = 16;

  private final int csrc;
  private final int encoding;
  private final @Nullable PacketHistory history;
  private final RtpParameters source;
  private final Deque<Kind> kinds = new ArrayDeque<>();

  /** What subscribers have in common, and what follows from it. */
  private record Kind(
      List<CodecParameters> codecs,
      Map<HeaderExtensionId, Integer> extensions,
      boolean mixedExtensions,
      PayloadRoutes routes,
      ExtensionRelay relay) {
    boolean fits(RtpParameters slot) {
      return mixedExtensions == slot.mixedExtensions()
          && extensions.equals(slot.extensions())
          && codecs.equals(slot.codecs());
    }
  }

  /**
   * Bindings of an encoding.
   *
   * @param csrc the track's number
   * @param encoding its index among the track's
   * @param history its packets, or null when they are not kept
   * @param source what was negotiated with the publisher
   */
  public TrackBindings(
      int csrc, int encoding, @Nullable PacketHistory history, RtpParameters source) {
    this.csrc = csrc;
    this.encoding = encoding;
    this.history = history;
    this.source = source;
  }

  /** A binding to a slot. */
  public SendBinding to(RtpParameters slot) {
    Kind kind = kind(slot);
    return new SendBinding(
        csrc, encoding, history, kind.routes(), new ExtensionRelay(kind.relay()));
  }

  private Kind kind(RtpParameters slot) {
    for (Kind kind : kinds) {
      if (kind.fits(slot)) {
        return kind;
      }
    }
    if (kinds.size() == MAX_KINDS) {
      kinds.removeLast();
    }
    Kind kind =
        new Kind(
            slot.codecs(),
            slot.extensions(),
            slot.mixedExtensions(),
            new PayloadRoutes(source.codecs(), slot.codecs()),
            new ExtensionRelay(source, slot));
    kinds.addFirst(kind);
    return kind;
  }
}
