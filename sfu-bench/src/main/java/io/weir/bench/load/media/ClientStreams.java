package io.weir.bench.load.media;

import io.weir.bench.load.measure.ReceivedStream;
import io.weir.bench.load.measure.SentStream;
import io.weir.core.buffer.Packet;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.rtcp.Feedback;
import io.weir.core.rtcp.FullIntraRequest;
import io.weir.core.rtcp.Nack;
import io.weir.core.rtcp.ReportBlock;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.RtcpWriter;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All streams of one client, sent and received, and the RTCP about them. Media thread only. */
final class ClientStreams {
  private static final long REPORT_NS = 1_000_000_000;

  private final ThreadContext context;
  private final ClientMedia media;
  private final LocalMedia local;
  private final int[] sources;
  private final Association association;
  private final TransportSequence transportSequence = new TransportSequence();
  private final StreamReceivers receivers;
  private final List<StreamSender> senders = new ArrayList<>();
  private final RtcpWriter writer = new RtcpWriter();
  private final RtcpReader reader = new RtcpReader();
  private final byte[] cname;
  private final int reporter;
  private boolean sendsAudio = true;
  private boolean sendsVideo = true;
  private long nextReportNs = TimerHeap.NEVER;

  /**
   * Streams that begin with {@link #apply} and {@link #start}.
   *
   * @param sources numbers of the published encodings, in the order of {@code local}'s
   */
  ClientStreams(
      ThreadContext context,
      ClientMedia media,
      LocalMedia local,
      int[] sources,
      Association association) {
    this.context = context;
    this.media = media;
    this.local = local;
    this.sources = sources;
    this.association = association;
    receivers = new StreamReceivers(context);
    cname = local.cname().getBytes(StandardCharsets.UTF_8);
    reporter =
        local.tracks().isEmpty()
            ? (int) (media.seed() * 0x9E37_79B9L) | 1
            : (int) local.tracks().getFirst().encodings().getFirst().ssrc();
  }

  /** Takes what was negotiated: senders that are new begin, others stay as they are. */
  void apply(List<AgreedSection> sections) {
    receivers.apply(sections);
    int audio = 0;
    int video = 0;
    for (AgreedSection section : sections) {
      if (!section.direction().sends()) {
        continue;
      }
      if (section.rtp().kind() == MediaKind.AUDIO) {
        publishAudio(section.rtp(), audio++);
      } else {
        publishVideo(section.rtp(), video++);
      }
    }
  }

  /** Begins to send and report: keys are agreed. */
  void start(long nowNs) {
    // Spread over the second, so that a thousand viewers do not report at once.
    nextReportNs = nowNs + ((reporter >>> 4) & 0xFF) * REPORT_NS / 256;
  }

  void setSending(boolean audio, boolean video, long nowNs) {
    sendsAudio = audio;
    sendsVideo = video;
    for (StreamSender sender : senders) {
      sender.setSending(sender instanceof AudioSender ? audio : video, nowNs);
    }
  }

  /** When {@link #handleTimeout} is due. */
  long nextDeadlineNs() {
    if (nextReportNs == TimerHeap.NEVER) {
      return TimerHeap.NEVER;
    }
    long deadlineNs = Deadlines.earlier(nextReportNs, receivers.nextFeedbackNs());
    for (int i = 0; i < senders.size(); i++) {
      deadlineNs = Deadlines.earlier(deadlineNs, senders.get(i).nextDeadlineNs());
    }
    return deadlineNs;
  }

  /** When feedback on what is received is due. */
  long nextFeedbackNs() {
    return receivers.nextFeedbackNs();
  }

  /** Sends what is due. */
  void handleTimeout(long nowNs) {
    if (nextReportNs == TimerHeap.NEVER) {
      return;
    }
    for (int i = 0; i < senders.size(); i++) {
      if (Deadlines.isDue(senders.get(i).nextDeadlineNs(), nowNs)) {
        senders.get(i).handleTimeout(nowNs);
      }
    }
    boolean reportDue = Deadlines.isDue(nextReportNs, nowNs);
    if (reportDue || Deadlines.isDue(receivers.nextFeedbackNs(), nowNs)) {
      sendRtcp(reportDue, nowNs);
    }
  }

  /** Whether any packet was sent. */
  boolean hasSent() {
    for (int i = 0; i < senders.size(); i++) {
      if (senders.get(i).packets() > 0) {
        return true;
      }
    }
    return false;
  }

  /** Takes an RTP packet; true when a video frame became decodable. */
  boolean handleRtp(Packet packet, long nowNs) {
    return receivers.handlePacket(packet, nowNs);
  }

  void handleReplay(Packet packet) {
    receivers.handleReplay(packet);
  }

  /** Takes an RTCP compound packet. */
  void handleRtcp(MemorySegment segment, long offset, int length, long nowNs) {
    if (!reader.wrap(segment, offset, length)) {
      context.meter().refused++;
      return;
    }
    while (reader.next()) {
      switch (reader.packetType()) {
        case RtcpPacketType.SENDER_REPORT -> {
          receivers.handleSenderReport(reader, nowNs);
          readBlocks(nowNs);
        }
        case RtcpPacketType.RECEIVER_REPORT -> readBlocks(nowNs);
        case RtcpPacketType.TRANSPORT_FEEDBACK -> {
          if (reader.format() == RtcpPacketType.FORMAT_NACK) {
            repair(nowNs);
          }
        }
        case RtcpPacketType.PAYLOAD_FEEDBACK -> readKeyFrameRequests(nowNs);
        default -> {} // Descriptions and the like say nothing that is measured.
      }
    }
  }

  /** Says goodbye (RFC 3550 §6.6). */
  void sayGoodbye(long nowNs) {
    if (senders.isEmpty() || nextReportNs == TimerHeap.NEVER) {
      return;
    }
    begin();
    boolean written = writer.receiverReport(reporter);
    for (StreamSender sender : senders) {
      written &= writer.bye(sender.ssrc);
    }
    if (written) {
      association.sendRtcp(writer.length(), nowNs);
    }
    nextReportNs = TimerHeap.NEVER;
  }

  List<SentStream> sent() {
    return senders.stream().map(StreamSender::snapshot).toList();
  }

  List<ReceivedStream> received() {
    return receivers.snapshot();
  }

  private void publishAudio(RtpParameters rtp, int index) {
    if (index >= media.audios().size() || isPublished(rtp.mid())) {
      return;
    }
    CodecParameters opus = find(rtp, "opus");
    if (opus != null) {
      LocalTrack track = local.tracks().get(index);
      LocalEncoding encoding = track.encodings().getFirst();
      AudioSender sender =
          new AudioSender(
              identity(encoding, index, 0),
              association,
              transportSequence,
              rtp,
              opus,
              media.audios().get(index));
      sender.setSending(sendsAudio, System.nanoTime());
      senders.add(sender);
    }
  }

  private void publishVideo(RtpParameters rtp, int index) {
    if (index >= media.videos().size() || isPublished(rtp.mid())) {
      return;
    }
    VideoProfile profile = media.videos().get(index);
    CodecParameters codec = find(rtp, profile.codec().name());
    if (codec == null) {
      return;
    }
    int trackIndex = media.audios().size() + index;
    LocalTrack track = local.tracks().get(trackIndex);
    boolean simulcast = rtp.encodings().stream().anyMatch(encoding -> !encoding.rid().isEmpty());
    for (int i = 0; i < track.encodings().size(); i++) {
      LocalEncoding encoding = track.encodings().get(i);
      boolean accepted =
          simulcast
              ? rtp.encodings().stream().anyMatch(other -> other.rid().equals(encoding.rid()))
              : i == 0; // A server that takes no simulcast gets the first encoding.
      if (accepted) {
        VideoSender sender =
            new VideoSender(
                identity(encoding, trackIndex, i),
                association,
                transportSequence,
                rtp,
                codec,
                profile,
                profile.encodings().get(i));
        sender.setSending(sendsVideo, System.nanoTime());
        senders.add(sender);
      }
    }
  }

  private boolean isPublished(String mid) {
    return senders.stream().anyMatch(sender -> sender.rtp.mid().equals(mid));
  }

  private static @Nullable CodecParameters find(RtpParameters rtp, String name) {
    return rtp.codecs().stream()
        .filter(
            codec -> codec.name().toUpperCase(Locale.ROOT).equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElse(null);
  }

  private StreamIdentity identity(LocalEncoding encoding, int track, int index) {
    int place = index;
    for (int i = 0; i < track; i++) {
      place += local.tracks().get(i).encodings().size();
    }
    long seed = (media.seed() + place + 1) * 0x9E37_79B9_7F4A_7C15L;
    return new StreamIdentity(context, encoding, sources[place], seed ^ (seed >>> 29));
  }

  private void sendRtcp(boolean reportDue, long nowNs) {
    begin();
    if (reportDue) {
      nextReportNs = nowNs + REPORT_NS;
      writeReports(nowNs);
    } else {
      boolean ignored = writer.receiverReport(reporter); // RFC 3550 §6.1: a report comes first
    }
    receivers.writeFeedback(writer, reporter, association.roundTripNs(), nowNs);
    association.sendRtcp(writer.length(), nowNs);
  }

  private void begin() {
    writer.wrap(context.scratch().memory(), Scratch.RTCP, Scratch.RTCP_BYTES);
  }

  private void writeReports(long nowNs) {
    boolean reported = false;
    for (int i = 0; i < senders.size(); i++) {
      StreamSender sender = senders.get(i);
      if (sender.packets() > 0 && sender.writeReport(writer, nowNs) && !reported) {
        receivers.writeReportBlocks(writer, nowNs);
        reported = true;
      }
    }
    if (!reported && writer.receiverReport(reporter)) {
      receivers.writeReportBlocks(writer, nowNs);
    }
    boolean ignored = writer.sourceDescription(reporter, cname);
  }

  private void readBlocks(long nowNs) {
    for (int i = 0; i < reader.count(); i++) {
      StreamSender sender = sender(ReportBlock.ssrc(reader, i));
      if (sender != null) {
        sender.onReport(reader, i, nowNs);
      }
    }
  }

  private void repair(long nowNs) {
    StreamSender sender = sender(Feedback.mediaSsrc(reader));
    if (sender != null) {
      Nack.forEachLost(reader, sequence -> sender.onNack(sequence, nowNs));
    }
  }

  private void readKeyFrameRequests(long nowNs) {
    if (reader.format() == RtcpPacketType.FORMAT_PLI) {
      request(Feedback.mediaSsrc(reader), nowNs);
    } else if (reader.format() == RtcpPacketType.FORMAT_FIR) {
      for (int i = 0; i < FullIntraRequest.entries(reader); i++) {
        request(FullIntraRequest.ssrc(reader, i), nowNs);
      }
    }
  }

  private void request(int ssrc, long nowNs) {
    StreamSender sender = sender(ssrc);
    if (sender != null) {
      sender.onKeyFrameRequest(nowNs);
    }
  }

  private @Nullable StreamSender sender(int ssrc) {
    for (int i = 0; i < senders.size(); i++) {
      if (senders.get(i).ssrc == ssrc) {
        return senders.get(i);
      }
    }
    return null;
  }
}
