package io.weir.core.testkit;

import io.weir.core.buffer.Packet;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.SlotParameters;
import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtcp.SenderReport;
import io.weir.core.sequence.NtpTime;
import io.weir.core.testkit.model.StreamJudge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The receiving half of a {@link SimulatedClient}: gives what comes to its {@link SimulatedSlot}s
 * and {@link SimulatedAudioSlot}s, asks for what they miss and tells when packets arrive. One
 * thread.
 */
final class SimulatedViewer {
  private static final long SSRC_OFFSET = 8L;

  private final int id;
  private final SimulatedSecureLink link;
  private final ForwardedPackets forwarded;
  private final List<SlotParameters> offered = new ArrayList<>();
  private final Map<Integer, SimulatedSlot> slots = new TreeMap<>();
  private final Map<Integer, SimulatedAudioSlot> audioSlots = new TreeMap<>();
  private final List<StreamJudge> judges = new ArrayList<>();
  private final ReportedClocks clocks = new ReportedClocks();
  private final List<Long> senderReportLines = new ArrayList<>();
  private SimulatedFeedback.Kind tells = SimulatedFeedback.Kind.NONE;
  private SimulatedFeedback feedback = new SimulatedFeedback(tells);

  SimulatedViewer(int id, SimulatedSecureLink link, ForwardedPackets forwarded) {
    this.id = id;
    this.link = link;
    this.forwarded = forwarded;
  }

  /** Has the slots that the media name. */
  void add(SimulatedMedia media) {
    tells = media.feedback();
    feedback = new SimulatedFeedback(tells);
    for (int i = 0; i < media.audioSlots(); i++) {
      audioSlots.put(audioSsrc(i), new SimulatedAudioSlot());
      offered.add(new SlotParameters(i, ClientParameters.audio("a" + i, audioSsrc(i), 109)));
    }
    for (int i = 0; i < media.videoSlots(); i++) {
      slots.put((int) videoSsrc(i), new SimulatedSlot());
      judges.add(forwarded.judge((int) videoSsrc(i)));
      offered.add(videoSlot(i, media.decodes()));
    }
  }

  private long videoSsrc(int index) {
    return 500_000L + 1_000L * id + SSRC_OFFSET * index;
  }

  private int audioSsrc(int index) {
    return 700_000 + 1_000 * id + 8 * index;
  }

  private SlotParameters videoSlot(int index, List<SimulatedCodec> decodes) {
    long ssrc = videoSsrc(index);
    String mid = SimulatedClient.slotMid(index);
    EncodingParameters encoding = new EncodingParameters("", ssrc, ssrc + 1);
    List<CodecParameters> codecs =
        decodes.stream()
            .map(codec -> ClientParameters.codec(codec, codec.subscribedPayloadType()))
            .toList();
    return new SlotParameters(
        index,
        switch (tells) {
          case NONE -> ClientParameters.video(mid, encoding, codecs);
          case TRANSPORT_WIDE -> ClientParameters.numbered(mid, encoding, codecs);
          case ESTIMATE -> ClientParameters.estimated(mid, encoding, codecs);
          case BY_STREAM -> ClientParameters.reported(mid, encoding, codecs);
        });
  }

  /** The slots that it offers. */
  List<SlotParameters> offered() {
    return offered;
  }

  /** Its video slots decode other codecs than before. */
  void decode(List<SimulatedCodec> codecs) {
    offered.replaceAll(
        slot -> slot.rtp().kind() == MediaKind.VIDEO ? videoSlot(slot.index(), codecs) : slot);
  }

  /** Its video slots take no retransmissions of their own SSRC any more. */
  void withoutRtx() {
    offered.replaceAll(slot ->
        slot.rtp().kind() == MediaKind.VIDEO
            ? new SlotParameters(
                slot.index(),
                ClientParameters.video(
                    slot.rtp().mid(),
                    new EncodingParameters(
                        "", videoSsrc(slot.index()), EncodingParameters.UNKNOWN_SSRC),
                    slot.rtp().codecs()))
            : slot);
  }

  /** Its video slot of an index. */
  SimulatedSlot slot(int index) {
    return slots.values().stream().skip(index).findFirst().orElseThrow();
  }

  /** Its audio slot of an index. */
  SimulatedAudioSlot audioSlot(int index) {
    return audioSlots.values().stream().skip(index).findFirst().orElseThrow();
  }

  /** What is to be said of all that was sent to it in a video slot. */
  StreamJudge.Report judge(int index) {
    return judges.get(index).report();
  }

  /** What it tells of when packets arrive. */
  SimulatedFeedback feedback() {
    return feedback;
  }

  /**
   * For each sender report of a video slot received: its RTP timestamp less what its NTP time
   * stands for.
   */
  List<Long> senderReportLines() {
    return senderReportLines;
  }

  /**
   * By how much the sound in an audio slot is late against the picture in a video slot, both played
   * as their sender reports say (RFC 3550 §6.4.1).
   */
  long soundBehindPictureNs(int audioIndex, int videoIndex, SimulatedVideo camera) {
    SimulatedAudioSlot sound = audioSlot(audioIndex);
    SimulatedSlot picture = slot(videoIndex);
    long soundNs = clocks.playoutNs(audioSsrc(audioIndex), sound.lastTimestamp(), 48_000);
    long pictureNs = clocks.playoutNs((int) videoSsrc(videoIndex), picture.lastTimestamp(), 90_000);
    long pictureCaptureNs = camera.captureNs(picture.lastFrame());
    return (soundNs - sound.lastCaptureNs()) - (pictureNs - pictureCaptureNs);
  }

  /** Sends the feedback that is due. */
  void send(long nowNs) {
    if (feedback.write(link.beginRtcp(), nowNs)) {
      link.sendRtcp(nowNs);
    }
    slots.forEach((ssrc, slot) -> ask(ssrc, slot, nowNs));
  }

  private void ask(int ssrc, SimulatedSlot slot, long nowNs) {
    int[] due = slot.dueNacks(nowNs).stream().mapToInt(Integer::intValue).toArray();
    boolean keyFrame = slot.needsKeyFrame(nowNs);
    if (due.length == 0 && !keyFrame) {
      return;
    }
    RtcpWriter writer = link.beginRtcp();
    if (due.length > 0) {
      writer.nack(1, ssrc, due, due.length);
    }
    if (keyFrame) {
      writer.pictureLoss(1, ssrc);
    }
    link.sendRtcp(nowNs);
  }

  /** Takes an RTP packet that was parsed. */
  void receive(Packet packet, long nowNs) {
    SimulatedAudioSlot audioSlot = audioSlots.get(packet.ssrc);
    if (audioSlot != null) {
      audioSlot.receive(packet, nowNs);
      return;
    }
    feedback.receive(packet, nowNs);
    if (packet.payloadLength == 0) {
      return; // Padding alone, which only shows what the link carries.
    }
    boolean rtx = packet.payloadType % 2 == 1;
    SimulatedSlot slot = slots.get(rtx ? packet.ssrc - 1 : packet.ssrc);
    if (slot == null) {
      throw new AssertionError("packet of unknown SSRC " + packet.ssrc);
    }
    slot.receive(packet, rtx, nowNs);
  }

  /** Takes the sender report at which a reader stands. */
  void takeSenderReport(RtcpReader reader) {
    clocks.take(reader);
    if (slots.containsKey(SenderReport.ssrc(reader))) {
      long ticks = NtpTime.toNs(SenderReport.ntp(reader)) / 1_000 * 9 / 100;
      senderReportLines.add((SenderReport.rtpTimestamp(reader) - ticks) & 0xFFFF_FFFFL);
    }
  }
}
