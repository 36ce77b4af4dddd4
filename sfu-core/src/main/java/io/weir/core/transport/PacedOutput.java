package io.weir.core.transport;

import io.weir.core.congestion.BandwidthEstimator;
import io.weir.core.control.PacerStatistics;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.pacer.Pacer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a transport's pacer to what its link carries, and sends what waited there. It makes one
 * when the client has negotiated to tell what its link carries. Worker thread only.
 */
final class PacedOutput implements Pacer.Output<RtpSender> {
  /** A queue that is longer does not come of a key frame. */
  private static final long LONG_QUEUE_NS = 150_000_000L;

  private final PacketCounters counters;
  private final SecureOutput output;
  private final BandwidthEstimator link;
  private final Transport.Listener listener;
  private long estimateBps;
  private boolean draining;

  PacedOutput(TransportContext context, SecureOutput output, Transport.Listener listener) {
    this.counters = context.counters();
    this.output = output;
    this.link = output.link();
    this.listener = listener;
  }

  /** The estimate may have changed. */
  void update(long nowNs) {
    Pacer<RtpSender> pacer = output.pacer();
    long next = link.hasFeedback() ? link.targetBps() : BandwidthEstimator.MAX_BPS;
    if (pacer == null) {
      if (link.hasFeedback()) {
        estimateBps = next;
        output.pacer(new Pacer<>(this, counters.pacerWaits(), next, nowNs));
        if (link.isMeasured()) {
          listener.onLinkLimited(nowNs); // By REMB, which was not promised.
        }
      }
    } else {
      pacer.congested(link.queueNs() > LONG_QUEUE_NS);
      if (next != estimateBps) {
        estimateBps = next;
        pacer.estimate(next, nowNs);
      }
      if (link.isDraining() != draining) {
        draining = link.isDraining();
        if (draining) {
          listener.onLinkLimited(nowNs);
        }
      }
    }
  }

  void handleTimeout(long nowNs) {
    Pacer<RtpSender> pacer = output.pacer();
    if (pacer != null) {
      pacer.handleTimeout(nowNs);
    }
  }

  /** When to call {@link #handleTimeout} next; {@code Long.MAX_VALUE} for never. */
  long nextDeadlineNs() {
    Pacer<RtpSender> pacer = output.pacer();
    return pacer == null ? Long.MAX_VALUE : pacer.nextDeadlineNs();
  }

  /** Ends a window of what is measured. */
  void sample(long nowNs) {
    Pacer<RtpSender> pacer = output.pacer();
    if (pacer != null) {
      pacer.sample(nowNs);
    }
  }

  /** What waits, and what was held up; null as long as nothing can. */
  @Nullable PacerStatistics statistics() {
    Pacer<RtpSender> pacer = output.pacer();
    return pacer == null ? null : pacer.statistics();
  }

  /** A sender is no more. */
  void forget(RtpSender sender) {
    Pacer<RtpSender> pacer = output.pacer();
    if (pacer != null) {
      pacer.forget(sender);
    }
  }

  @Override
  public void sendWaiting(RtpSender sender, long packet, long nowNs) {
    sender.sendWaiting(packet, nowNs);
  }

  @Override
  public void resendWaiting(RtpSender sender, int sequenceNumber, long nowNs) {
    sender.resendNow(sequenceNumber, nowNs);
  }

  @Override
  public void onGivenUp(RtpSender sender, int packets, long nowNs) {
    counters.add(PacketCounter.PACER_LATE, packets);
    sender.onGivenUp();
    listener.onGivenUp(sender, nowNs);
  }
}
