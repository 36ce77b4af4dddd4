package io.weir.core.transport;

import io.weir.core.congestion.StreamNumbers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transport's senders, found by media SSRC. Worker thread only. */
final class SenderTable {
  private final List<RtpSender> senders = new ArrayList<>();

  List<RtpSender> senders() {
    return senders;
  }

  @Nullable RtpSender find(int ssrc) {
    for (int i = 0; i < senders.size(); i++) {
      RtpSender sender = senders.get(i);
      if (sender.ssrc() == ssrc) {
        return sender;
      }
    }
    return null;
  }

  /** The stream that a client may report on by this SSRC (RFC 8888), of media or RTX. */
  @Nullable StreamNumbers findReported(int ssrc) {
    for (int i = 0; i < senders.size(); i++) {
      ReportedStreams reported = senders.get(i).reported();
      StreamNumbers found = reported == null ? null : reported.find(ssrc);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
