package io.weir.core.testkit;

import io.weir.core.buffer.NetworkPath;
import io.weir.core.buffer.Packet;
import io.weir.core.buffer.PacketPool;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.Command;
import io.weir.core.control.DtlsFingerprint;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.IceParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.TrackSource;
import io.weir.core.control.TransportParameters;
import io.weir.core.rtcp.Feedback;
import io.weir.core.rtcp.Nack;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.rtcp.RtcpReader;
import io.weir.core.rtcp.RtcpWriter;
import io.weir.core.rtcp.SenderReport;
import io.weir.core.rtp.RtpPacketType;
import io.weir.core.rtp.RtpParser;
import io.weir.core.sequence.NtpTime;
import io.weir.core.srtp.SrtpEngine;
import io.weir.core.srtp.SrtpSession;
import io.weir.core.stun.UsernameFragments;
import io.weir.core.testkit.model.StreamJudge;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A participant in virtual time: checks its path, publishes a {@link SimulatedVideo} and {@link
 * SimulatedAudio} if told to, watches through {@link SimulatedSlot}s and listens through {@link
 * SimulatedAudioSlot}s, all over a simulated network. One thread.
 */
public final class SimulatedClient {
  private static final List<String> RIDS = List.of("q", "h", "f");
  private static final long SSRC_OFFSET = 8L;
  private static final int AUDIO_TRACKS = 10_000;
  private static final long CHECK_NS = 2_500_000_000L;
  private static final long TICK_NS = 5_000_000L;
  private static final long REPORT_NS = 1_000_000_000L;

  private final String room;
  private final int id;
  private final SimulatedWorker worker;
  private final NetworkPath path;
  private final SimulatedLink toServer;
  private final SimulatedLink toClient;
  private final IceParameters local;
  private final IceParameters remote;
  private final StunClient ice;
  private final DtlsFingerprint fingerprint;
  private final SrtpSession srtp;
  private final ForwardedPackets forwarded;
  private final List<StreamJudge> judges = new ArrayList<>();
  private final PacketPool pool = new PacketPool(Arena.ofAuto(), 1);
  private final RtcpReader reader = new RtcpReader();
  private final RtcpWriter writer = new RtcpWriter();
  private final MemorySegment scratch = Arena.ofAuto().allocate(2048);
  private final List<TrackParameters> tracks = new ArrayList<>();
  private final List<SlotParameters> slotParameters = new ArrayList<>();
  private final Map<Integer, SimulatedSlot> slots = new TreeMap<>();
  private final Map<Integer, SimulatedAudioSlot> audioSlots = new TreeMap<>();
  private final List<Long> senderReportLines = new ArrayList<>();
  private final ReportedClocks clocks = new ReportedClocks();
  private final List<SimulatedVideo> videos = new ArrayList<>();
  private @Nullable SimulatedAudio audio;
  private long videoDelayNs;
  private boolean connected;
  private boolean silent;
  private long nextCheckNs;
  private long nextReportNs;
  private long nextTickNs;
  private int transportFeedback;
  private int keyFrameRequests;
  private SimulatedFeedback.Kind tells = SimulatedFeedback.Kind.NONE;
  private SimulatedFeedback feedback = new SimulatedFeedback(tells);

  /**
   * What a client sends and takes.
   *
   * @param video whether it has a camera
   * @param videoSlots how many cameras it can show
   * @param voice script of its microphone, see {@link SimulatedAudio}; null for none
   * @param audioSlots how many microphones it can play
   * @param codec what its camera sends
   * @param decodes what its slots can show
   * @param simulcast whether its camera sends three encodings
   * @param quality how much its camera sends
   * @param feedback how it tells when packets of its slots arrive
   */
  public record Media(
      boolean video,
      int videoSlots,
      @Nullable LongToIntFunction voice,
      int audioSlots,
      SimulatedCodec codec,
      List<SimulatedCodec> decodes,
      boolean simulcast,
      VideoQuality quality,
      SimulatedFeedback.Kind feedback) {

    /** Media whose video is VP8. */
    public Media(boolean video, int videoSlots, @Nullable LongToIntFunction voice, int audioSlots) {
      this(
          video,
          videoSlots,
          voice,
          audioSlots,
          SimulatedCodec.VP8,
          List.of(SimulatedCodec.VP8),
          false,
          VideoQuality.SMALL,
          SimulatedFeedback.Kind.NONE);
    }

    /** Media of somebody who publishes no more than a camera. */
    public static Media camera(SimulatedCodec codec) {
      return camera(codec, false);
    }

    /** The same in three encodings: q, h and f. */
    public static Media simulcast(SimulatedCodec codec) {
      return camera(codec, true);
    }

    private static Media camera(SimulatedCodec codec, boolean simulcast) {
      return new Media(
          true,
          0,
          null,
          0,
          codec,
          List.of(),
          simulcast,
          VideoQuality.SMALL,
          SimulatedFeedback.Kind.NONE);
    }

    /** Media of somebody with one video slot and nothing else. */
    public static Media viewer(SimulatedCodec... decodes) {
      return new Media(
          false,
          1,
          null,
          0,
          SimulatedCodec.VP8,
          List.of(decodes),
          false,
          VideoQuality.SMALL,
          SimulatedFeedback.Kind.NONE);
    }

    /** The same with a camera of another quality. */
    public Media withQuality(VideoQuality next) {
      return new Media(
          video, videoSlots, voice, audioSlots, codec, decodes, simulcast, next, feedback);
    }

    /** The same, telling when packets of its slots arrive. */
    public Media withFeedback() {
      return withFeedback(SimulatedFeedback.Kind.TRANSPORT_WIDE);
    }

    /** The same, telling that in a certain way. */
    public Media withFeedback(SimulatedFeedback.Kind next) {
      return new Media(
          video, videoSlots, voice, audioSlots, codec, decodes, simulcast, quality, next);
    }
  }

  /** A client of a worker, behind links of its own. */
  public SimulatedClient(
      String room,
      int id,
      SimulatedWorker worker,
      SrtpEngine engine,
      NetworkSimulator network,
      NetworkSimulator.Conditions conditions) {
    this.room = room;
    this.id = id;
    this.worker = worker;
    this.path = NetworkPath.ofIpv4(0, 0x0A00_0000 | id, 40_000 + id);
    this.toServer =
        network.link(conditions, (datagram, now) -> worker.receive(path, datagram, now));
    this.toClient = network.link(conditions, this::receive);
    this.local = new IceParameters("client" + id, "clientpasswordclientpassword");
    this.remote =
        new IceParameters(
            UsernameFragments.format(0x1234_0000L + id), "serverpasswordserverpassword");
    this.ice = new StunClient(local, remote, id);
    this.fingerprint = new DtlsFingerprint("sha-256", "FINGERPRINT:" + id);
    this.srtp = engine.open(AgreedDtls.clientKeys(fingerprint), 64);
    this.forwarded = new ForwardedPackets(engine, AgreedDtls.clientKeys(fingerprint));
    toClient.watch((datagram, now) -> forwarded.handle(datagram));
    worker.connect(path, toClient);
  }

  /** Where it is. */
  public NetworkPath path() {
    return path;
  }

  /** Who this is. */
  public int id() {
    return id;
  }

  /** Its camera, in the highest resolution. */
  public SimulatedVideo video() {
    if (videos.isEmpty()) {
      throw new IllegalStateException("client " + id + " does not publish");
    }
    return videos.getLast();
  }

  /** One encoding of its camera. */
  public SimulatedVideo video(int encoding) {
    return videos.get(encoding);
  }

  /** Says that a stream of its camera ends or pauses. */
  public void sayBye(SimulatedVideo of, long nowNs) {
    writer.wrap(scratch, 0, 1200);
    writer.bye(of.ssrc());
    sendRtcp(nowNs);
  }

  /** Its slot of an index. */
  public SimulatedSlot slot(int index) {
    return slots.values().stream().skip(index).findFirst().orElseThrow();
  }

  /** What is to be said of all that was sent to it in a slot. */
  public StreamJudge.Report judge(int slot) {
    return judges.get(slot).report();
  }

  /** Shows {@code next} every further video packet on its way to it, decrypted. */
  public void recordForwarded(Consumer<byte[]> next) {
    forwarded.record(next);
  }

  /** Its audio slot of an index. */
  public SimulatedAudioSlot audioSlot(int index) {
    return audioSlots.values().stream().skip(index).findFirst().orElseThrow();
  }

  /** The number of its microphone's track. */
  public int audioTrack() {
    return AUDIO_TRACKS + id;
  }

  /** Its camera's packets take longer than its other ones from now on. */
  public void delayVideo(long delayNs) {
    videoDelayNs = delayNs;
  }

  /**
   * By how much the sound in an audio slot is late against the picture in a video slot, both played
   * as their sender reports say (RFC 3550 §6.4.1).
   */
  public long soundBehindPictureNs(int audioIndex, int videoIndex, SimulatedClient publisher) {
    SimulatedAudioSlot sound = audioSlot(audioIndex);
    SimulatedSlot picture = slot(videoIndex);
    long soundNs = clocks.playoutNs(audioSsrc(audioIndex), sound.lastTimestamp(), 48_000);
    long pictureNs = clocks.playoutNs((int) videoSsrc(videoIndex), picture.lastTimestamp(), 90_000);
    long pictureCaptureNs = publisher.video().captureNs(picture.lastFrame());
    return (soundNs - sound.lastCaptureNs()) - (pictureNs - pictureCaptureNs);
  }

  private long videoSsrc(int index) {
    return 500_000L + 1_000L * id + SSRC_OFFSET * index;
  }

  private int audioSsrc(int index) {
    return 700_000 + 1_000 * id + 8 * index;
  }

  /** The m-line of a slot. */
  public static String slotMid(int index) {
    return "s" + index;
  }

  /** Its link's two directions. */
  public void conditions(NetworkSimulator.Conditions conditions) {
    toServer.conditions(conditions);
    toClient.conditions(conditions);
  }

  /** The way from it to the server. */
  public SimulatedLink uplink() {
    return toServer;
  }

  /** The way from the server to it. */
  public SimulatedLink downlink() {
    return toClient;
  }

  /** Transport-wide feedback packets received. */
  public int transportFeedback() {
    return transportFeedback;
  }

  /** Key frames that it was asked for. */
  public int keyFrameRequests() {
    return keyFrameRequests;
  }

  /**
   * For each sender report of a video slot received: its RTP timestamp less what its NTP time
   * stands for.
   */
  public List<Long> senderReportLines() {
    return senderReportLines;
  }

  /** Stops sending anything, as a client does whose machine died. */
  public void vanish() {
    silent = true;
  }

  /** Enters the room. */
  public void join(Media media, long nowNs) {
    tells = media.feedback();
    feedback = new SimulatedFeedback(tells);
    if (media.video()) {
      addCamera(media, nowNs + 100_000_000L);
    }
    LongToIntFunction voice = media.voice();
    if (voice != null) {
      audio =
          new SimulatedAudio(
              id, 1_000 * id + 4, ClientParameters.LEVEL_EXTENSION, voice, nowNs + 100_000_000L);
      tracks.add(
          new TrackParameters(
              audioTrack(),
              TrackSource.MICROPHONE,
              false,
              ClientParameters.audio("a", audio.ssrc(), 111)));
    }
    for (int i = 0; i < media.audioSlots(); i++) {
      audioSlots.put(audioSsrc(i), new SimulatedAudioSlot());
      slotParameters.add(new SlotParameters(i, ClientParameters.audio("a" + i, audioSsrc(i), 109)));
    }
    for (int i = 0; i < media.videoSlots(); i++) {
      slots.put((int) videoSsrc(i), new SimulatedSlot());
      judges.add(forwarded.judge((int) videoSsrc(i)));
      slotParameters.add(videoSlot(i, media.decodes()));
    }
    worker.room().handle(new Command.AddParticipant(room, id), nowNs);
    negotiate(nowNs);
    nextCheckNs = nowNs;
    nextReportNs = nowNs + REPORT_NS;
    nextTickNs = nowNs;
  }

  private void addCamera(Media media, long startNs) {
    List<CodecParameters> codecs =
        List.of(ClientParameters.codec(media.codec(), SimulatedVideo.PAYLOAD_TYPE));
    RtpParameters rtp =
        media.simulcast()
            ? ClientParameters.simulcast("v", RIDS, codecs)
            : ClientParameters.video(
                "v", new EncodingParameters("", 1_000L * id, 1_000L * id + 1), codecs);
    for (int i = 0; i < rtp.encodings().size(); i++) {
      videos.add(
          new SimulatedVideo(
              media.codec(),
              media.quality(),
              id,
              "v",
              ClientParameters.MID_EXTENSION,
              rtp.encodings().get(i).rid(),
              i,
              1_000 * id + 16 * i,
              startNs));
    }
    tracks.add(new TrackParameters(id, TrackSource.CAMERA, false, rtp));
  }

  /** Offers the same again, its tracks muted or not. */
  public void offerAgain(boolean muted, long nowNs) {
    tracks.replaceAll(
        track -> new TrackParameters(track.track(), track.source(), muted, track.rtp()));
    negotiate(nowNs);
  }

  /** Sends its camera with another codec from now on, and offers that. */
  public void changeCodec(SimulatedCodec next, long nowNs) {
    int payloadType = SimulatedVideo.PAYLOAD_TYPE + 2;
    List<CodecParameters> codecs = List.of(ClientParameters.codec(next, payloadType));
    tracks.replaceAll(track ->
        track.source() == TrackSource.CAMERA ? ClientParameters.withCodecs(track, codecs) : track);
    negotiate(nowNs);
    videos.forEach(each -> each.changeCodec(next, payloadType));
  }

  /** Offers again with video slots that decode other codecs than before. */
  public void offerSlots(List<SimulatedCodec> decodes, long nowNs) {
    slotParameters.replaceAll(
        slot -> slot.rtp().kind() == MediaKind.VIDEO ? videoSlot(slot.index(), decodes) : slot);
    negotiate(nowNs);
  }

  /** Offers its video slots again, without retransmissions of their own SSRC. */
  public void offerSlotsWithoutRtx(long nowNs) {
    slotParameters.replaceAll(slot ->
        slot.rtp().kind() == MediaKind.VIDEO
            ? new SlotParameters(
                slot.index(),
                ClientParameters.video(
                    slot.rtp().mid(),
                    new EncodingParameters(
                        "", videoSsrc(slot.index()), EncodingParameters.UNKNOWN_SSRC),
                    slot.rtp().codecs()))
            : slot);
    negotiate(nowNs);
  }

  private SlotParameters videoSlot(int index, List<SimulatedCodec> decodes) {
    long ssrc = videoSsrc(index);
    EncodingParameters encoding = new EncodingParameters("", ssrc, ssrc + 1);
    List<CodecParameters> codecs =
        decodes.stream()
            .map(codec -> ClientParameters.codec(codec, codec.subscribedPayloadType()))
            .toList();
    return new SlotParameters(
        index,
        switch (tells) {
          case NONE -> ClientParameters.video(slotMid(index), encoding, codecs);
          case TRANSPORT_WIDE -> ClientParameters.numbered(slotMid(index), encoding, codecs);
          case BY_STREAM -> ClientParameters.reported(slotMid(index), encoding, codecs);
        });
  }

  private void negotiate(long nowNs) {
    TransportParameters transport = new TransportParameters(remote, local, List.of(fingerprint));
    worker.room().handle(new Command.Negotiate(room, id, transport, tracks, slotParameters), nowNs);
  }

  /** Leaves the room. */
  public void leave(long nowNs) {
    silent = true;
    worker.room().handle(new Command.RemoveParticipant(room, id), nowNs);
  }

  /** When {@link #handleTimeout} has something to do next. */
  public long nextDeadlineNs() {
    return silent ? Long.MAX_VALUE : nextTickNs;
  }

  /** Lets its timers run. */
  public void handleTimeout(long nowNs) {
    if (silent || nextTickNs - nowNs > 0) {
      return;
    }
    nextTickNs = nowNs + TICK_NS;
    if (nextCheckNs - nowNs <= 0) {
      nextCheckNs = nowNs + (connected ? CHECK_NS : 50_000_000L);
      toServer.send(ice.nominate(), nowNs);
    }
    if (connected) {
      boolean reportIsDue = nextReportNs - nowNs <= 0;
      sendVideo(nowNs, reportIsDue);
      sendAudio(nowNs, reportIsDue);
      nextReportNs = reportIsDue ? nowNs + REPORT_NS : nextReportNs;
      sendFeedback(nowNs);
    }
  }

  private void sendVideo(long nowNs, boolean reportIsDue) {
    for (SimulatedVideo own : videos) {
      for (byte[] packet : own.poll(nowNs)) {
        sendRtp(packet, nowNs + videoDelayNs);
      }
      if (reportIsDue) {
        writeSenderReport(own.ssrc(), own.timestampAt(nowNs), nowNs);
        sendRtcp(nowNs + videoDelayNs);
      }
    }
  }

  private void sendAudio(long nowNs, boolean reportIsDue) {
    SimulatedAudio own = audio;
    if (own == null) {
      return;
    }
    for (byte[] packet : own.poll(nowNs)) {
      sendRtp(packet, nowNs);
    }
    if (reportIsDue) {
      writeSenderReport(own.ssrc(), own.timestampAt(nowNs), nowNs);
      sendRtcp(nowNs);
    }
  }

  private void writeSenderReport(int ssrc, int timestamp, long nowNs) {
    writer.wrap(scratch, 0, 1200);
    // This client's wall clock has nothing to do with the server's.
    long ntp = NtpTime.fromNs(nowNs + 77L * id * REPORT_NS);
    writer.senderReport(ssrc, ntp, timestamp & 0xFFFF_FFFFL, 0, 0);
  }

  /** What it tells of when packets arrive. */
  public SimulatedFeedback feedback() {
    return feedback;
  }

  private void sendFeedback(long nowNs) {
    if (feedback.write(writer, scratch, nowNs)) {
      sendRtcp(nowNs);
    }
    for (Map.Entry<Integer, SimulatedSlot> entry : slots.entrySet()) {
      int[] due = entry.getValue().dueNacks(nowNs).stream().mapToInt(Integer::intValue).toArray();
      boolean pli = entry.getValue().needsKeyFrame(nowNs);
      if (due.length == 0 && !pli) {
        continue;
      }
      writer.wrap(scratch, 0, 1200);
      if (due.length > 0) {
        writer.nack(1, entry.getKey(), due, due.length);
      }
      if (pli) {
        writer.pictureLoss(1, entry.getKey());
      }
      sendRtcp(nowNs);
    }
  }

  private void sendRtp(byte[] packet, long nowNs) {
    MemorySegment bytes = MemorySegment.ofArray(packet);
    int headerLength = 12;
    byte[] sealed = new byte[packet.length + SrtpSession.MAX_RTP_OVERHEAD];
    if ((packet[0] & 0x10) != 0) {
      headerLength += 4 + 4 * (((packet[14] & 0xFF) << 8) | (packet[15] & 0xFF));
    }
    int length =
        srtp.protectRtp(
            bytes,
            0,
            headerLength,
            bytes,
            headerLength,
            packet.length - headerLength,
            MemorySegment.ofArray(sealed),
            0);
    toServer.send(Arrays.copyOf(sealed, length), nowNs);
  }

  private void sendRtcp(long nowNs) {
    byte[] sealed = new byte[writer.length() + SrtpSession.MAX_RTCP_OVERHEAD];
    int length = srtp.protectRtcp(scratch, 0, writer.length(), MemorySegment.ofArray(sealed), 0);
    toServer.send(Arrays.copyOf(sealed, length), nowNs);
  }

  private void receive(byte[] datagram, long nowNs) {
    if (silent) {
      return;
    }
    if (StunClient.isStun(datagram)) {
      if (!connected) {
        connected = true;
        toServer.send(AgreedDtls.hello(), nowNs);
        // A hello may be lost; this handshake has no flights of its own.
        toServer.send(AgreedDtls.hello(), nowNs + TICK_NS);
        toServer.send(AgreedDtls.hello(), nowNs + 2 * TICK_NS);
      }
      return;
    }
    Packet packet = pool.acquire();
    if (packet == null) {
      throw new AssertionError("one packet at a time");
    }
    MemorySegment.copy(
        datagram, 0, packet.segment(), ValueLayout.JAVA_BYTE, packet.offset, datagram.length);
    packet.length = datagram.length;
    if (RtpPacketType.isRtcp(datagram[1] & 0xFF)) {
      packet.length = srtp.unprotectRtcp(packet.segment(), packet.offset, packet.length);
      receiveRtcp(packet, nowNs);
    } else {
      packet.length = srtp.unprotectRtp(packet.segment(), packet.offset, packet.length);
      receiveRtp(packet, nowNs);
    }
    pool.release(packet);
  }

  private void receiveRtp(Packet packet, long nowNs) {
    if (packet.length < 0 || !RtpParser.parse(packet)) {
      return;
    }
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

  private void receiveRtcp(Packet packet, long nowNs) {
    if (packet.length < 0) {
      return;
    }
    if (!reader.wrap(packet.segment(), packet.offset, packet.length)) {
      throw new AssertionError("malformed RTCP");
    }
    while (reader.next()) {
      if (reader.packetType() == RtcpPacketType.SENDER_REPORT) {
        takeSenderReport();
      } else if (reader.packetType() == RtcpPacketType.TRANSPORT_FEEDBACK) {
        takeTransportFeedback(nowNs);
      } else if (reader.is(RtcpPacketType.PAYLOAD_FEEDBACK, RtcpPacketType.FORMAT_PLI)) {
        SimulatedVideo asked = videoOf(Feedback.mediaSsrc(reader));
        if (asked != null) {
          keyFrameRequests++;
          asked.requestKeyFrame();
        }
      }
    }
  }

  private @Nullable SimulatedVideo videoOf(int ssrc) {
    return videos.stream().filter(each -> each.ssrc() == ssrc).findFirst().orElse(null);
  }

  private void takeSenderReport() {
    clocks.take(reader);
    if (slots.containsKey(SenderReport.ssrc(reader))) {
      long ticks = NtpTime.toNs(SenderReport.ntp(reader)) / 1_000 * 9 / 100;
      senderReportLines.add((SenderReport.rtpTimestamp(reader) - ticks) & 0xFFFF_FFFFL);
    }
  }

  private void takeTransportFeedback(long nowNs) {
    if (reader.format() == RtcpPacketType.FORMAT_NACK) {
      SimulatedVideo asked = videoOf(Feedback.mediaSsrc(reader));
      Nack.forEachLost(
          reader,
          lost -> {
            byte[] packet = asked == null ? new byte[0] : asked.retransmit(lost);
            if (packet.length > 0) {
              sendRtp(packet, nowNs);
            }
          });
    } else {
      transportFeedback++;
    }
  }
}
