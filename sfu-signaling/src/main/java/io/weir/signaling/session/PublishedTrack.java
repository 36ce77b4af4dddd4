package io.weir.signaling.session;

import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.TrackSource;
import io.weir.signaling.message.TrackSources;
import io.weir.signaling.message.TrackView;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A track that a participant publishes. Signaling's event loop only. */
final class PublishedTrack {

  private final String publisher;
  private final int number;
  private final TrackSource source;
  private final @Nullable String name;
  private RtpParameters rtp;
  private boolean muted;

  PublishedTrack(
      String publisher,
      int number,
      TrackSource source,
      @Nullable String name,
      boolean muted,
      RtpParameters rtp) {
    this.publisher = publisher;
    this.number = number;
    this.source = source;
    this.name = name;
    this.muted = muted;
    this.rtp = rtp;
  }

  String id() {
    return "t" + Integer.toUnsignedString(number);
  }

  int number() {
    return number;
  }

  MediaKind kind() {
    return rtp.kind();
  }

  boolean muted() {
    return muted;
  }

  void setMuted(boolean muted) {
    this.muted = muted;
  }

  void renegotiate(RtpParameters negotiated) {
    this.rtp = negotiated;
  }

  /** Whether an offer's entry still speaks of this track rather than of a new one. */
  boolean isSame(TrackSource offeredSource, @Nullable String offeredName) {
    return source == offeredSource && Objects.equals(name, offeredName);
  }

  TrackParameters parameters() {
    return new TrackParameters(number, source, muted, rtp);
  }

  TrackView view() {
    return new TrackView(
        id(),
        publisher,
        rtp.kind().name().toLowerCase(Locale.ROOT),
        TrackSources.name(source),
        name,
        muted,
        Integer.toUnsignedLong(number));
  }
}
