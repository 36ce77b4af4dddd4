package io.weir.core.transport;

import io.weir.core.buffer.Packet;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.EncodingStatistics;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.RtpParameters;
import io.weir.core.counter.PacketCounter;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtp.HeaderExtensions;
import io.weir.core.sequence.NtpTime;
import io.weir.core.stream.PayloadTypes;
import io.weir.core.stream.ReceiveStream;
import io.weir.core.stream.SourceClock;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Receives one encoding of a published track: the only one, or one of a simulcast (RFC 8853) with a
 * stream, retransmissions and a clock of its own. Worker thread only.
 *
 * <p>Another SSRC of the same encoding replaces the stream: the sender began anew.
 */
final class ReceivedEncoding {
  private final TransportContext context;
  private final RtpReceiver receiver;
  private final RtpParameters parameters;
  private final int index;
  private final EncodingParameters announced;
  private final byte[] rid;
  private final int ridExtension;
  private final int repairedRidExtension;
  private final SourceClock clock;
  private @Nullable ReceiveStream stream;
  private int clockRate;
  private boolean ended;

  /**
   * An encoding of which nothing came yet.
   *
   * @param index its place in the parameters' encodings
   * @param peerClock shared by everything that the publisher sends
   */
  ReceivedEncoding(
      TransportContext context, RtpReceiver receiver, int index, SourceClock.Peer peerClock) {
    this.context = context;
    this.receiver = receiver;
    this.parameters = receiver.parameters();
    this.index = index;
    this.announced = parameters.encodings().get(index);
    this.rid = announced.rid().getBytes(StandardCharsets.US_ASCII);
    this.ridExtension = parameters.extensionId(HeaderExtensionId.RID);
    this.repairedRidExtension = parameters.extensionId(HeaderExtensionId.REPAIRED_RID);
    this.clockRate = parameters.codecs().getFirst().clockRate();
    this.clock = new SourceClock(clockRate, peerClock);
  }

  /** The m-line that it is of. */
  RtpReceiver receiver() {
    return receiver;
  }

  /** What the SDP told. */
  EncodingParameters announced() {
    return announced;
  }

  /** The stream being received; null before its SSRC is known. */
  @Nullable ReceiveStream stream() {
    return stream;
  }

  /** Whether a packet names this encoding, or one that it repairs (RFC 8852 §3). */
  boolean isNamedBy(Packet packet, boolean rtx) {
    return (rtx && HeaderExtensions.valueEquals(packet, repairedRidExtension, rid))
        || HeaderExtensions.valueEquals(packet, ridExtension, rid);
  }

  /** Whether the SDP told this SSRC. */
  boolean isAnnounced(int ssrc) {
    long unsigned = Integer.toUnsignedLong(ssrc);
    return announced.ssrc() == unsigned || announced.rtxSsrc() == unsigned;
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
      restart(nowNs);
    }
  }

  /** An SSRC of it said BYE. */
  void end(int ssrc, long nowNs) {
    if (isCurrent(ssrc)) {
      ended = true;
      receiver.sink().onEnded(index, nowNs);
    }
  }

  /** Whether this SSRC, its stream's, said BYE and was not heard of again. */
  boolean hasEnded(int ssrc) {
    return ended && isCurrent(ssrc);
  }

  /** Whether this SSRC is that of its stream. */
  boolean isCurrent(int ssrc) {
    ReceiveStream now = stream;
    return now != null && now.ssrc() == ssrc;
  }

  /** Takes a parsed packet of one of its SSRCs, with the worker's reference to it. */
  void handlePacket(Packet packet, long nowNs) {
    ReceiveStream now = stream;
    if (now == null || !belongsTo(now, packet)) {
      context.counters().increment(PacketCounter.RTP_UNKNOWN_STREAM);
      context.recycler().recycle(packet);
      return;
    }
    packet.encoding = index;
    int verdict = now.handlePacket(packet, nowNs);
    if (verdict == ReceiveStream.FORWARD && now.isNewest(packet)) {
      ended = false; // What comes late, or is sent again, was sent before the BYE.
    }
    if (now.takeRestarted()) {
      restart(nowNs);
    }
    if (now.takeKeyFrameWanted()) {
      receiver.sink().onKeyFrameNeeded(index, nowNs);
    }
    if (verdict != ReceiveStream.FORWARD) {
      context.recycler().recycle(packet);
      return;
    }
    packet.captureNs = captureNs(now, packet);
    receiver.sink().onPacket(packet, nowNs);
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

  /** What was received so far; null before the SSRC is known. */
  @Nullable EncodingStatistics statistics() {
    ReceiveStream now = stream;
    return now == null ? null : new EncodingStatistics(index, announced.rid(), now.measured());
  }

  private void restart(long nowNs) {
    clock.restart(clockRate);
    receiver.sink().onRestart(index, nowNs);
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
