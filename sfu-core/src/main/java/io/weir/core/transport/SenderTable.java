package io.weir.core.transport;

import io.weir.core.congestion.StreamNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transport's senders, found by media SSRC. Worker thread only. */
final class SenderTable {
  private final List<RtpSender> senders = new ArrayList<>();

  /** Their media SSRCs, in one cache line or two: reports name each of them every second. */
  private int[] ssrcs = {};

  /** All of them, to be read only. */
  List<RtpSender> senders() {
    return senders;
  }

  void add(RtpSender sender) {
    senders.add(sender);
    ssrcs = Arrays.copyOf(ssrcs, senders.size());
    ssrcs[senders.size() - 1] = sender.ssrc();
  }

  void remove(RtpSender sender) {
    senders.remove(sender);
    ssrcs = senders.stream().mapToInt(RtpSender::ssrc).toArray();
  }

  @Nullable RtpSender find(int ssrc) {
    for (int i = 0; i < ssrcs.length; i++) {
      if (ssrcs[i] == ssrc) {
        return senders.get(i);
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
