package io.weir.core.transport;

import io.weir.core.buffer.Packet;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.RtpParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtp.HeaderExtensions;
import io.weir.core.sequence.NtpTime;
import io.weir.core.stream.ReceiveStream;
import io.weir.core.stream.SourceClock;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Receives one published track over a transport. Worker thread only.
 *
 * <p>The SSRC comes from the SDP or, where that is silent, from the first packet that carries the
 * m-line's MID (RFC 9143 §9.2). Another SSRC with the same MID replaces the stream: the sender
 * began anew.
 */
public final class RtpReceiver {
  private final TransportContext context;
  private final Transport transport;
  private final RtpParameters parameters;
  private final byte[] mid;
  private final int midExtension;
  private final SourceClock.Peer peerClock;
  private Sink sink = Sink.NOWHERE;
  private @Nullable ReceiveStream stream;
  private SourceClock clock;

  /** Takes the packets of a track. */
  public interface Sink {
    /** Before the room connected it; gives packets back. */
    Sink NOWHERE =
        new Sink() {
          @Override
          public void onPacket(Packet packet, long nowNs) {
            packet.pool().release(packet);
          }

          @Override
          public void onRestart(long nowNs) {}

          @Override
          public void onKeyFrameNeeded(long nowNs) {}
        };

    /** A packet to forward; the sink takes over the worker's reference. */
    void onPacket(Packet packet, long nowNs);

    /** The stream began anew: sequence numbers and timestamps that follow are unrelated. */
    void onRestart(long nowNs);

    /** Too much was lost for retransmissions to mend. */
    void onKeyFrameNeeded(long nowNs);
  }

  RtpReceiver(
      TransportContext context,
      Transport transport,
      RtpParameters parameters,
      SourceClock.Peer peerClock) {
    this.context = context;
    this.transport = transport;
    this.parameters = parameters;
    this.mid = parameters.mid().getBytes(StandardCharsets.US_ASCII);
    this.midExtension = parameters.extensionId(HeaderExtensionId.MID);
    this.peerClock = peerClock;
    this.clock = newClock();
  }

  /** What was negotiated for the m-line. */
  public RtpParameters parameters() {
    return parameters;
  }

  /** Where its packets go. */
  public void forwardTo(Sink next) {
    sink = next;
  }

  /** Asks the publisher for a key frame (PLI, RFC 4585 §6.3.1), at once. */
  public void requestKeyFrame() {
    ReceiveStream now = stream;
    if (now != null) {
      transport.sendPictureLoss(now.ssrc());
    }
  }

  /** The stream being received; null before its SSRC is known. */
  @Nullable ReceiveStream stream() {
    return stream;
  }

  /** Whether a packet carries this m-line's MID. */
  boolean hasMid(Packet packet) {
    return midExtension != 0 && HeaderExtensions.valueEquals(packet, midExtension, mid);
  }

  /** Receives from this SSRC from now on. */
  void receive(int ssrc, long nowNs) {
    boolean replaces = stream != null;
    stream = new ReceiveStream(parameters, ssrc, context.counters());
    if (replaces) {
      clock = newClock();
      sink.onRestart(nowNs);
    }
  }

  /** Takes a parsed packet of one of its SSRCs, with the worker's reference to it. */
  void handlePacket(Packet packet, long nowNs) {
    ReceiveStream now = stream;
    if (now == null) {
      context.counters().increment(PacketCounter.RTP_UNKNOWN_STREAM);
      context.recycler().recycle(packet);
      return;
    }
    int verdict = now.handlePacket(packet, nowNs);
    if (now.takeRestarted()) {
      clock = newClock();
      sink.onRestart(nowNs);
    }
    if (now.takeKeyFrameWanted()) {
      sink.onKeyFrameNeeded(nowNs);
    }
    if (verdict != ReceiveStream.FORWARD) {
      context.recycler().recycle(packet);
      return;
    }
    packet.captureNs = clock.captureNs(packet.timestamp, packet.arrivalNs);
    sink.onPacket(packet, nowNs);
  }

  /** A sender report of its stream arrived. */
  void onSenderReport(long ntp, long rtpTimestamp, long nowNs) {
    ReceiveStream now = stream;
    if (now != null) {
      now.onSenderReport(ntp, rtpTimestamp, nowNs);
      clock.onSenderReport(NtpTime.toNs(ntp), rtpTimestamp, nowNs);
    }
  }

  /** Appends NACKs that are due; false when there were none. */
  boolean writeFeedback(RtcpWriter writer, int localSsrc, long nowNs) {
    ReceiveStream now = stream;
    return now != null && now.writeNack(writer, localSsrc, nowNs);
  }

  /** When {@link #writeFeedback} has something next. */
  long nextDeadlineNs() {
    ReceiveStream now = stream;
    return now == null ? Long.MAX_VALUE : now.nextDeadlineNs();
  }

  private SourceClock newClock() {
    return new SourceClock(parameters.codecs().getFirst().clockRate(), peerClock);
  }
}
