package io.weir.core.transport;

import io.weir.core.congestion.TwccRecorder;
import io.weir.core.counter.PacketCounter;
import io.weir.core.counter.PacketCounters;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.stream.ReceiveStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Sends a transport's RTCP: sender and receiver reports every second, NACKs and transport-wide
 * feedback when they are due, PLI and BYE at once. Worker thread only; allocates nothing per
 * report.
 */
final class RtcpReports {
  /** RFC 3550 §6.2 allows 360 / kbit/s seconds; for media of 360 kbit/s and more that is this. */
  static final long INTERVAL_NS = 1_000_000_000L;

  /** The first reports come early, because receivers need one for lip sync. */
  private static final long FIRST_NS = 200_000_000L;

  /** All slots have the same CNAME: their timestamps come from one clock (RFC 7022 §3). */
  private static final byte[] CNAME = "weir".getBytes(StandardCharsets.US_ASCII);

  private static final int MAX_BLOCKS = 31;
  private static final int BLOCK_LENGTH = 24;

  private final TransportContext context;
  private final PacketCounters counters;
  private final SecureOutput output;
  private final ReceiverTable receivers;
  private final SenderTable senders;
  private final TwccRecorder twcc;
  private final int localSsrc;
  private final RtcpWriter writer = new RtcpWriter();
  private long nextReportNs;

  RtcpReports(
      TransportContext context,
      SecureOutput output,
      ReceiverTable receivers,
      SenderTable senders,
      TwccRecorder twcc) {
    this.context = context;
    this.counters = context.counters();
    this.output = output;
    this.receivers = receivers;
    this.senders = senders;
    this.twcc = twcc;
    this.localSsrc = (int) context.random().getAsLong();
    this.nextReportNs = Long.MAX_VALUE;
  }

  /** The transport can send from now on. */
  void start(long nowNs) {
    nextReportNs = nowNs + FIRST_NS;
  }

  void stop() {
    nextReportNs = Long.MAX_VALUE;
  }

  /** When {@link #handleTimeout} has something to send; {@code Long.MAX_VALUE} for never. */
  long nextDeadlineNs() {
    if (nextReportNs == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    return Math.min(Math.min(nextReportNs, twcc.nextDeadlineNs()), receivers.nextDeadlineNs());
  }

  /** Sends everything that is due; true when that was reports, about once a second. */
  boolean handleTimeout(long nowNs) {
    if (nextReportNs == Long.MAX_VALUE) {
      return false;
    }
    begin();
    boolean reporting = nextReportNs - nowNs <= 0;
    if (reporting) {
      nextReportNs = nowNs + INTERVAL_NS;
      writeReports(nowNs);
    }
    receivers.writeFeedback(writer, localSsrc, nowNs);
    flush();
    if (twcc.nextDeadlineNs() != Long.MAX_VALUE && twcc.nextDeadlineNs() - nowNs <= 0) {
      int mediaSsrc = anyMediaSsrc();
      while (twcc.writeFeedback(writer, localSsrc, mediaSsrc, nowNs)) {
        flush();
      }
      begin();
    }
    return reporting;
  }

  /** Asks for a key frame (RFC 4585 §6.3.1). */
  void sendPictureLoss(int mediaSsrc) {
    begin();
    writer.pictureLoss(localSsrc, mediaSsrc);
    counters.increment(PacketCounter.KEYFRAME_REQUESTS_SENT);
    flush();
  }

  /** Ends a stream (RFC 3550 §6.6). */
  void sendBye(int ssrc) {
    begin();
    writer.bye(ssrc);
    flush();
  }

  private void writeReports(long nowNs) {
    List<RtpSender> sending = senders.senders();
    for (int i = 0; i < sending.size(); i++) {
      RtpSender sender = sending.get(i);
      if (sender.hasNews()) {
        ensureRoom();
        sender.writeSenderReport(writer, nowNs);
        writer.sourceDescription(sender.ssrc(), CNAME);
      }
    }
    int blocks = MAX_BLOCKS;
    for (ReceivedEncoding encoding : receivers.encodings()) {
      ReceiveStream stream = encoding.stream();
      if (stream == null) {
        continue;
      }
      if (blocks == MAX_BLOCKS || writer.remaining() < BLOCK_LENGTH) {
        ensureRoom();
        writer.receiverReport(localSsrc);
        blocks = 0;
      }
      if (stream.writeReportBlock(writer, nowNs)) {
        blocks++;
      }
    }
  }

  /** libwebrtc takes transport-wide feedback only when it names one of its own streams. */
  private int anyMediaSsrc() {
    for (ReceivedEncoding encoding : receivers.encodings()) {
      ReceiveStream stream = encoding.stream();
      if (stream != null) {
        return stream.ssrc();
      }
    }
    return 0;
  }

  /** A sender report with its description, or the head of a receiver report, always fits then. */
  private void ensureRoom() {
    if (writer.remaining() < 64) {
      flush();
    }
  }

  private void begin() {
    writer.wrap(context.scratch(), TransportContext.RTCP_OFFSET, TransportContext.RTCP_CAPACITY);
  }

  private void flush() {
    if (writer.length() > 0) {
      output.sendRtcp(context.scratch(), TransportContext.RTCP_OFFSET, writer.length());
    }
    begin();
  }
}
