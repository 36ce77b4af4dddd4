package io.weir.bench.load.media;

import io.weir.bench.load.measure.ReceivedStream;
import io.weir.core.buffer.Packet;
import io.weir.core.congestion.TwccRecorder;
import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtcp.SenderReport;
import io.weir.core.rtp.HeaderExtensions;
import io.weir.core.rtp.RtpParser;
import io.weir.core.stream.PayloadTypes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All streams that a client receives: finds a packet's stream by SSRC, and for a new SSRC the
 * m-line by what was announced, by MID, or by payload type. Media thread only.
 */
final class StreamReceivers {
  /** SSRCs of a client's life; further ones are refused. */
  private static final int MAX_ROUTES = 4_096;

  private final ThreadContext context;
  private final List<StreamReceiver> receivers = new ArrayList<>();
  private List<ReceivingSection> sections = List.of();

  /** SSRCs, of media and of retransmissions, and whose they are. */
  private int[] ssrcs = new int[4];

  private @Nullable StreamReceiver[] routes = new StreamReceiver[4];
  private int routeCount;

  /** Whose the last packet was: most clients receive one stream, most packets are of the last. */
  private @Nullable StreamReceiver last;

  private @Nullable TwccRecorder feedback;
  private int feedbackSsrc;
  private long feedbackNs = TimerHeap.NEVER;

  StreamReceivers(ThreadContext context) {
    this.context = context;
  }

  /** Takes what was negotiated; streams of m-lines that are gone keep their figures. */
  void apply(List<AgreedSection> agreed) {
    sections =
        agreed.stream()
            .filter(section -> section.direction().receives())
            .map(section -> ReceivingSection.of(section.rtp()))
            .toList();
    for (StreamReceiver receiver : receivers) {
      for (ReceivingSection section : sections) {
        if (Arrays.equals(section.mid(), receiver.section().mid())) {
          receiver.setSection(section);
        }
      }
    }
  }

  /** Takes an RTP packet that authenticated; true when a video frame became decodable. */
  boolean handlePacket(Packet packet, long nowNs) {
    if (!RtpParser.parse(packet)) {
      context.meter().refused++;
      return false;
    }
    StreamReceiver receiver = find(packet.ssrc);
    if (receiver == null) {
      receiver = learn(packet);
      if (receiver == null) {
        context.meter().refused++;
        return false;
      }
    }
    noteTransportSequence(receiver, packet);
    boolean shown =
        receiver.ssrc() == packet.ssrc
            ? receiver.handleMedia(packet, nowNs)
            : receiver.handleRepair(packet, nowNs);
    feedbackNs = Deadlines.earlier(feedbackNs, receiver.nextFeedbackNs());
    return shown;
  }

  /** Takes a packet that SRTP refused as a copy; only its header is legible. */
  void handleReplay(Packet packet) {
    if (!RtpParser.parse(packet)) {
      return;
    }
    StreamReceiver receiver = find(packet.ssrc);
    if (receiver == null) {
      return;
    }
    if (receiver.ssrc() == packet.ssrc) {
      receiver.handleReplay(packet.sequenceNumber);
    } else {
      receiver.handleRepairReplay();
    }
  }

  void handleSenderReport(RtcpReader reader, long nowNs) {
    StreamReceiver receiver = find(SenderReport.ssrc(reader));
    if (receiver != null) {
      receiver.handleSenderReport(reader, nowNs);
    }
  }

  /** When {@link #writeFeedback} has something to say. */
  long nextFeedbackNs() {
    return feedbackNs;
  }

  /** Adds all feedback that is due. */
  void writeFeedback(RtcpWriter writer, int senderSsrc, long roundTripNs, long nowNs) {
    feedbackNs = TimerHeap.NEVER;
    for (int i = 0; i < receivers.size(); i++) {
      StreamReceiver receiver = receivers.get(i);
      if (Deadlines.isDue(receiver.nextFeedbackNs(), nowNs)) {
        receiver.writeFeedback(writer, senderSsrc, roundTripNs, nowNs);
      }
      feedbackNs = Deadlines.earlier(feedbackNs, receiver.nextFeedbackNs());
    }
    TwccRecorder recorder = feedback;
    if (recorder != null) {
      boolean ignored = recorder.writeFeedback(writer, senderSsrc, feedbackSsrc, nowNs);
      feedbackNs = Deadlines.earlier(feedbackNs, recorder.nextDeadlineNs());
    }
  }

  /** Adds report blocks to the report that the writer holds, as many as fit. */
  void writeReportBlocks(RtcpWriter writer, long nowNs) {
    for (int i = 0; i < receivers.size(); i++) {
      boolean ignored = receivers.get(i).writeReportBlock(writer, nowNs);
    }
  }

  /** The figures of all streams. */
  List<ReceivedStream> snapshot() {
    return receivers.stream().map(StreamReceiver::snapshot).toList();
  }

  private void noteTransportSequence(StreamReceiver receiver, Packet packet) {
    int id = receiver.transportId();
    if (id == 0) {
      return;
    }
    int number = HeaderExtensions.transportSequence(packet, id);
    if (number == HeaderExtensions.NOT_FOUND) {
      return;
    }
    TwccRecorder recorder = feedback;
    if (recorder == null) {
      recorder = new TwccRecorder();
      feedback = recorder;
      feedbackSsrc = packet.ssrc;
    }
    recorder.onPacket(number, packet.arrivalNs);
    feedbackNs = Deadlines.earlier(feedbackNs, recorder.nextDeadlineNs());
  }

  private @Nullable StreamReceiver find(int ssrc) {
    StreamReceiver before = last;
    if (before != null && before.ssrc() == ssrc) {
      return before;
    }
    for (int i = 0; i < routeCount; i++) {
      if (ssrcs[i] == ssrc) {
        last = routes[i];
        return last;
      }
    }
    return null;
  }

  private @Nullable StreamReceiver learn(Packet packet) {
    ReceivingSection section = section(packet);
    if (section == null || routeCount == MAX_ROUTES) {
      return null;
    }
    StreamReceiver receiver;
    if (section.payloadTypes().primary(packet.payloadType) == PayloadTypes.NOT_RTX) {
      receiver = new StreamReceiver(context, section, packet.ssrc);
      receivers.add(receiver);
    } else {
      receiver = repaired(section, packet.ssrc);
      if (receiver == null) {
        return null;
      }
    }
    if (routeCount == ssrcs.length) {
      ssrcs = Arrays.copyOf(ssrcs, 2 * routeCount);
      routes = Arrays.copyOf(routes, 2 * routeCount);
    }
    ssrcs[routeCount] = packet.ssrc;
    routes[routeCount] = receiver;
    routeCount++;
    last = receiver;
    return receiver;
  }

  private @Nullable StreamReceiver repaired(ReceivingSection section, int rtxSsrc) {
    // The latest one first: a server that takes another SSRC repeats that.
    for (int i = receivers.size() - 1; i >= 0; i--) {
      StreamReceiver receiver = receivers.get(i);
      if (Arrays.equals(receiver.section().mid(), section.mid())
          && section.mayRepair(rtxSsrc, receiver.ssrc())) {
        return receiver;
      }
    }
    return null;
  }

  private @Nullable ReceivingSection section(Packet packet) {
    for (ReceivingSection section : sections) {
      if (section.announces(packet.ssrc)) {
        return section;
      }
    }
    for (ReceivingSection section : sections) {
      if (HeaderExtensions.valueEquals(packet, section.midId(), section.mid())) {
        return section;
      }
    }
    for (ReceivingSection section : sections) {
      if (section.takes(packet.payloadType)) {
        return section;
      }
    }
    return null;
  }
}
