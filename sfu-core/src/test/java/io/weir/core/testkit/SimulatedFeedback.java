package io.weir.core.testkit;

import io.weir.core.buffer.Packet;
import io.weir.core.congestion.TwccRecorder;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtp.HeaderExtensions;

/**
 * A client's feedback on when packets of its slots arrive: 20 times a second while packets come, as
 * libwebrtc does where the link is not slow. One thread.
 */
public final class SimulatedFeedback {
  private static final long INTERVAL_NS = 50_000_000L;

  /** Where this client's wall clock stands. */
  private static final long CLOCK_NS = 3_900_000_000_123_456_789L;

  private final Kind kind;
  private final TwccRecorder arrivals = new TwccRecorder();
  private final CongestionReporter reports = new CongestionReporter();
  private final EstimateReporter estimate = new EstimateReporter();
  private boolean lost;
  private long nextNs;

  /** What a client negotiates to tell. */
  public enum Kind {
    /** Nothing. */
    NONE,
    /** Transport-wide feedback, on numbers that packets carry in a header extension. */
    TRANSPORT_WIDE,
    /** RFC 8888: per stream, on its sequence numbers. */
    BY_STREAM,
    /** Not when packets arrive, but what it believes its link to carry (REMB). */
    ESTIMATE
  }

  SimulatedFeedback(Kind kind) {
    this.kind = kind;
  }

  /** Tells no more, though it was agreed upon, or does so again. */
  public void lose(boolean value) {
    lost = value;
  }

  void receive(Packet packet, long nowNs) {
    switch (kind) {
      case NONE -> {}
      case TRANSPORT_WIDE -> {
        int number =
            HeaderExtensions.transportSequence(packet, ClientParameters.TRANSPORT_CC_EXTENSION);
        if (number != HeaderExtensions.NOT_FOUND) {
          arrivals.onPacket(number, nowNs);
        }
      }
      case ESTIMATE -> estimate.onPacket(packet, nowNs);
      case BY_STREAM -> reports.onPacket(packet.ssrc, packet.sequenceNumber, nowNs + CLOCK_NS);
    }
  }

  /** Writes what is due; false when there is nothing to send. */
  boolean write(RtcpWriter writer, long nowNs) {
    if (nextNs - nowNs > 0) {
      return false;
    }
    nextNs = nowNs + INTERVAL_NS;
    boolean any = false;
    while (arrivals.nextDeadlineNs() != Long.MAX_VALUE
        && arrivals.writeFeedback(writer, 1, 1, arrivals.nextDeadlineNs())) {
      any = true;
    }
    any |= estimate.write(writer, nowNs);
    any |= reports.write(writer, 1, nowNs + CLOCK_NS);
    return any && !lost;
  }
}
