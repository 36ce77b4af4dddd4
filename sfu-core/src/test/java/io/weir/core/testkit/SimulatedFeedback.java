package io.weir.core.testkit;

import io.weir.core.buffer.Packet;
import io.weir.core.congestion.TwccRecorder;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtp.HeaderExtensions;
import java.lang.foreign.MemorySegment;

/**
 * A client's transport-wide feedback: 20 times a second while packets come, as libwebrtc does where
 * the link is not slow. One thread.
 */
public final class SimulatedFeedback {
  private static final long INTERVAL_NS = 50_000_000L;
  private static final int DATAGRAM = 1_200;

  private final TwccRecorder arrivals = new TwccRecorder();
  private boolean lost;
  private long nextNs;

  /** Tells no more, though it was agreed upon, or does so again. */
  public void lose(boolean value) {
    lost = value;
  }

  void receive(Packet packet, long nowNs) {
    int number =
        HeaderExtensions.transportSequence(packet, ClientParameters.TRANSPORT_CC_EXTENSION);
    if (number != HeaderExtensions.NOT_FOUND) {
      arrivals.onPacket(number, nowNs);
    }
  }

  /** Writes what is due; false when there is nothing to send. */
  boolean write(RtcpWriter writer, MemorySegment scratch, long nowNs) {
    if (nextNs - nowNs > 0) {
      return false;
    }
    nextNs = nowNs + INTERVAL_NS;
    writer.wrap(scratch, 0, DATAGRAM);
    boolean any = false;
    while (arrivals.nextDeadlineNs() != Long.MAX_VALUE
        && arrivals.writeFeedback(writer, 1, 1, arrivals.nextDeadlineNs())) {
      any = true;
    }
    return any && !lost;
  }
}
