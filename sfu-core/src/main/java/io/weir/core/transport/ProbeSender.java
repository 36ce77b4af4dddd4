package io.weir.core.transport;

import io.weir.core.congestion.BandwidthEstimator;
import io.weir.core.congestion.ProbeCluster;
import java.util.List;

/**
 * Fills the bursts that show what a transport's link carries ({@link ProbeCluster}) with what media
 * leaves free of them: packets of the last moments again, or padding. Worker thread only.
 */
final class ProbeSender {
  /** What one burst takes at most at one time; it goes on with the next timer. */
  private static final int MAX_AT_ONCE = 16;

  private final BandwidthEstimator link;
  private final SenderTable senders;

  ProbeSender(BandwidthEstimator link, SenderTable senders) {
    this.link = link;
    this.senders = senders;
  }

  void handleTimeout(long nowNs) {
    for (int i = 0; i < MAX_AT_ONCE; i++) {
      ProbeCluster probe = link.probe();
      if (probe == null || probe.nextSendNs() - nowNs > 0) {
        return;
      }
      if (!send(nowNs)) {
        link.giveUpProbe();
        return;
      }
    }
  }

  /** When to call {@link #handleTimeout} next; {@code Long.MAX_VALUE} for never. */
  long nextDeadlineNs() {
    ProbeCluster probe = link.probe();
    return probe == null ? Long.MAX_VALUE : probe.nextSendNs();
  }

  private boolean send(long nowNs) {
    List<RtpSender> all = senders.senders();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).sendProbe(nowNs)) {
        return true;
      }
    }
    return false;
  }
}
