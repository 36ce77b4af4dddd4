package io.weir.core.transport;

import io.weir.core.buffer.Packet;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.StreamStatistics;
import io.weir.core.counter.PacketCounter;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtp.HeaderExtensions;
import io.weir.core.sequence.NtpTime;
import io.weir.core.stream.PayloadTypes;
import io.weir.core.stream.ReceiveStream;
import io.weir.core.stream.SourceClock;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
  private Sink sink = Sink.NOWHERE;
  private @Nullable ReceiveStream stream;
  private int clockRate;
  private final SourceClock clock;
  private boolean ended;

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
    this.clockRate = parameters.codecs().getFirst().clockRate();
    this.clock = new SourceClock(clockRate, peerClock);
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
      now.meter().onKeyFrameRequest();
      transport.sendPictureLoss(now.ssrc());
    }
  }

  /** What was received so far; empty before the SSRC is known. */
  public List<StreamStatistics> statistics() {
    ReceiveStream now = stream;
    return now == null ? List.of() : List.of(now.measured());
  }

  /** Ends a window of the rates. */
  void sample(long nowNs) {
    ReceiveStream now = stream;
    if (now != null) {
      now.meter().sample(nowNs);
    }
  }

  /** The rates are measured no more. */
  void endSampling() {
    ReceiveStream now = stream;
    if (now != null) {
      now.meter().end();
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

  /** Whether a packet carries any m-line's MID. */
  boolean carriesMid(Packet packet) {
    return HeaderExtensions.find(packet, midExtension) != HeaderExtensions.NOT_FOUND;
  }

  /** Whether the SDP told this SSRC. */
  boolean isAnnounced(int ssrc) {
    EncodingParameters encoding = parameters.encodings().getFirst();
    long unsigned = ssrc & 0xFFFF_FFFFL;
    return encoding.ssrc() == unsigned || encoding.rtxSsrc() == unsigned;
  }

  /** Whether packets came that no BYE has ended. */
  boolean isReceiving() {
    ReceiveStream now = stream;
    return now != null && !ended && now.statistics().packets() > 0;
  }

  /** Receives from this SSRC from now on. */
  void receive(int ssrc, long nowNs) {
    ReceiveStream before = stream;
    ended = false;
    if (before == null) {
      stream = new ReceiveStream(parameters, ssrc, context.counters());
    } else {
      stream = new ReceiveStream(parameters, ssrc, context.counters(), before);
      clock.restart(clockRate);
      sink.onRestart(nowNs);
    }
  }

  /** An SSRC of it said BYE. */
  void end(int ssrc) {
    ended |= stream != null && stream.ssrc() == ssrc;
  }

  /** Takes a parsed packet of one of its SSRCs, with the worker's reference to it. */
  void handlePacket(Packet packet, long nowNs) {
    ReceiveStream now = stream;
    if (now == null || !belongsTo(now, packet)) {
      context.counters().increment(PacketCounter.RTP_UNKNOWN_STREAM);
      context.recycler().recycle(packet);
      return;
    }
    ended = false;
    int verdict = now.handlePacket(packet, nowNs);
    if (now.takeRestarted()) {
      clock.restart(clockRate);
      sink.onRestart(nowNs);
    }
    if (now.takeKeyFrameWanted()) {
      sink.onKeyFrameNeeded(nowNs);
    }
    if (verdict != ReceiveStream.FORWARD) {
      context.recycler().recycle(packet);
      return;
    }
    packet.captureNs = captureNs(now, packet);
    sink.onPacket(packet, nowNs);
  }

  /** A sender report arrived; only that of its stream, not of its retransmissions, counts. */
  void onSenderReport(int ssrc, long ntp, long rtpTimestamp, long nowNs) {
    ReceiveStream now = stream;
    if (now != null && now.ssrc() == ssrc) {
      now.onSenderReport(ntp, rtpTimestamp, nowNs);
      clock.onSenderReport(NtpTime.toNs(ntp), rtpTimestamp, nowNs);
    }
  }

  /** The round trip to the publisher was measured. */
  void roundTripNs(long roundTripNs) {
    ReceiveStream now = stream;
    if (now != null) {
      now.setRoundTripNs(roundTripNs);
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

  /** What is late of an SSRC that was replaced does not. */
  private static boolean belongsTo(ReceiveStream stream, Packet packet) {
    return packet.ssrc == stream.ssrc()
        || stream.payloadTypes().primary(packet.payloadType) != PayloadTypes.NOT_RTX;
  }

  /** RFC 7160 §4.3: timestamps of another rate are another line, begun by what is newest. */
  private long captureNs(ReceiveStream from, Packet packet) {
    int rate = from.clockRate(packet.payloadType);
    if (rate != clockRate) {
      if (!from.isNewest(packet)) {
        return packet.arrivalNs; // An older packet of the line that has ended.
      }
      clockRate = rate;
      clock.restart(rate);
    }
    return clock.captureNs(packet.timestamp, packet.arrivalNs);
  }
}
