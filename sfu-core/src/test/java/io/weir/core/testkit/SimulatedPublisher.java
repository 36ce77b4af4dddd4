package io.weir.core.testkit;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.TrackSource;
import io.weir.core.rtcp.Feedback;
import io.weir.core.rtcp.Nack;
import io.weir.core.rtcp.RtcpPacketType;
import io.weir.core.rtcp.RtcpReader;
import io.weir.core.sequence.NtpTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The publishing half of a {@link SimulatedClient}: sends a {@link SimulatedVideo} per encoding of
 * its camera and a {@link SimulatedAudio} with their sender reports, and does what feedback on them
 * asks for. One thread.
 */
final class SimulatedPublisher {
  private static final List<String> RIDS = List.of("q", "h", "f");
  private static final int AUDIO_TRACKS = 10_000;

  /** This client's wall clock has nothing to do with the server's. */
  private static final long CLOCK_NS = 77_000_000_000L;

  private final int id;
  private final SimulatedSecureLink link;
  private final List<TrackParameters> tracks = new ArrayList<>();
  private final List<SimulatedVideo> videos = new ArrayList<>();
  private @Nullable SimulatedAudio audio;
  private long videoDelayNs;
  private int transportFeedback;
  private int keyFrameRequests;

  SimulatedPublisher(int id, SimulatedSecureLink link) {
    this.id = id;
    this.link = link;
  }

  /** Has a camera and a microphone from a moment on, so far as the media say so. */
  void add(SimulatedMedia media, long startNs) {
    if (media.video()) {
      addCamera(media, startNs);
    }
    LongToIntFunction voice = media.voice();
    if (voice != null) {
      addMicrophone(voice, startNs);
    }
  }

  private void addCamera(SimulatedMedia media, long startNs) {
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

  private void addMicrophone(LongToIntFunction voice, long startNs) {
    int ssrc = 1_000 * id + 4;
    audio = new SimulatedAudio(id, ssrc, ClientParameters.LEVEL_EXTENSION, voice, startNs);
    RtpParameters rtp = ClientParameters.audio("a", ssrc, 111);
    tracks.add(new TrackParameters(audioTrack(), TrackSource.MICROPHONE, false, rtp));
  }

  /** What it offers. */
  List<TrackParameters> tracks() {
    return tracks;
  }

  /** The number of its microphone's track. */
  int audioTrack() {
    return AUDIO_TRACKS + id;
  }

  /** Its camera's encodings. */
  List<SimulatedVideo> videos() {
    return videos;
  }

  /** Mutes all of its tracks, or none, in what it offers. */
  void mute(boolean muted) {
    tracks.replaceAll(
        track -> new TrackParameters(track.track(), track.source(), muted, track.rtp()));
  }

  /** Sends its camera with another codec from now on. */
  void changeCodec(SimulatedCodec next) {
    int payloadType = SimulatedVideo.PAYLOAD_TYPE + 2;
    List<CodecParameters> codecs = List.of(ClientParameters.codec(next, payloadType));
    tracks.replaceAll(track ->
        track.source() == TrackSource.CAMERA ? ClientParameters.withCodecs(track, codecs) : track);
    videos.forEach(each -> each.changeCodec(next, payloadType));
  }

  /** Its camera's packets take longer than its other ones from now on. */
  void delayVideo(long delayNs) {
    videoDelayNs = delayNs;
  }

  /** Sends what is due. */
  void send(boolean reportIsDue, long nowNs) {
    for (SimulatedVideo own : videos) {
      for (byte[] packet : own.poll(nowNs)) {
        link.sendRtp(packet, nowNs + videoDelayNs);
      }
      if (reportIsDue) {
        writeSenderReport(own.ssrc(), own.timestampAt(nowNs), nowNs);
        link.sendRtcp(nowNs + videoDelayNs);
      }
    }
    SimulatedAudio voice = audio;
    if (voice == null) {
      return;
    }
    for (byte[] packet : voice.poll(nowNs)) {
      link.sendRtp(packet, nowNs);
    }
    if (reportIsDue) {
      writeSenderReport(voice.ssrc(), voice.timestampAt(nowNs), nowNs);
      link.sendRtcp(nowNs);
    }
  }

  private void writeSenderReport(int ssrc, int timestamp, long nowNs) {
    long ntp = NtpTime.fromNs(nowNs + CLOCK_NS * id);
    link.beginRtcp().senderReport(ssrc, ntp, timestamp & 0xFFFF_FFFFL, 0, 0);
  }

  /** Says that a stream of its camera ends or pauses. */
  void sayBye(SimulatedVideo of, long nowNs) {
    link.beginRtcp().bye(of.ssrc());
    link.sendRtcp(nowNs);
  }

  /** Does what the packet of a compound one asks for at which a reader stands, if it asks. */
  void takeFeedback(RtcpReader reader, long nowNs) {
    if (reader.is(RtcpPacketType.TRANSPORT_FEEDBACK, RtcpPacketType.FORMAT_NACK)) {
      resend(reader, nowNs);
    } else if (reader.packetType() == RtcpPacketType.TRANSPORT_FEEDBACK) {
      transportFeedback++;
    } else if (reader.is(RtcpPacketType.PAYLOAD_FEEDBACK, RtcpPacketType.FORMAT_PLI)) {
      SimulatedVideo asked = videoOf(Feedback.mediaSsrc(reader));
      if (asked != null) {
        keyFrameRequests++;
        asked.requestKeyFrame();
      }
    }
  }

  private void resend(RtcpReader reader, long nowNs) {
    SimulatedVideo asked = videoOf(Feedback.mediaSsrc(reader));
    if (asked == null) {
      return;
    }
    Nack.forEachLost(
        reader,
        lost -> {
          byte[] packet = asked.retransmit(lost);
          if (packet.length > 0) {
            link.sendRtp(packet, nowNs);
          }
        });
  }

  private @Nullable SimulatedVideo videoOf(int ssrc) {
    return videos.stream().filter(each -> each.ssrc() == ssrc).findFirst().orElse(null);
  }

  /** Transport-wide feedback packets received. */
  int transportFeedback() {
    return transportFeedback;
  }

  /** Key frames that it was asked for. */
  int keyFrameRequests() {
    return keyFrameRequests;
  }
}
