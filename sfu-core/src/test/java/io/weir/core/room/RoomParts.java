package io.weir.core.room;

import io.weir.core.control.CodecParameters;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.TrackSource;
import io.weir.core.control.TransportState;
import io.weir.core.testkit.TransportFixture;
import io.weir.core.transport.RtpSender;
import io.weir.core.transport.Transport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tracks, and slots of one subscriber, to put together in tests. One thread. */
final class RoomParts implements Transport.Listener {
  final TransportFixture fixture = new TransportFixture(this);
  final Map<Integer, Track> tracks = new LinkedHashMap<>();
  int keyFrameRequests;
  int wanted;

  /** Publishes a camera. */
  Track camera(long participant) {
    return camera(participant, 0);
  }

  /** Publishes a camera on a worker. */
  Track camera(long participant, int worker) {
    return track(participant, worker, TrackSource.CAMERA, TransportFixture.video("v", 1, 2));
  }

  /** Publishes a screen. */
  Track screen(long participant) {
    return track(participant, TrackSource.SCREEN, TransportFixture.video("v", 1, 2));
  }

  /** Publishes a microphone. */
  Track microphone(long participant) {
    return track(participant, TrackSource.MICROPHONE, TransportFixture.audio("a", 1));
  }

  /** Publishes anything. */
  Track track(long participant, TrackSource source, RtpParameters rtp) {
    return track(participant, 0, source, rtp);
  }

  private Track track(long participant, int worker, TrackSource source, RtpParameters rtp) {
    int number = tracks.size() + 1;
    TrackHandle handle = new TrackHandle("room", participant, number, source, number, rtp);
    Track track =
        new Track(
            handle,
            worker,
            false,
            packet -> packet.pool().release(packet),
            new Track.Source() {
              @Override
              public boolean sendsOnlyWhatIsWanted() {
                return worker != 0;
              }

              @Override
              public void askForKeyFrame(int encoding) {
                keyFrameRequests++;
              }

              @Override
              public void onWanted(int encodings, long nowNs) {
                wanted = encodings;
              }
            });
    tracks.put(number, track);
    return track;
  }

  /** A slot of a kind and index that decodes what the tracks here are coded with. */
  Slot slot(MediaKind kind, int index) {
    long ssrc = (kind == MediaKind.AUDIO ? 5_000 : 6_000) + 2L * index;
    String mid = kind + "-" + index;
    return slot(
        index,
        kind == MediaKind.AUDIO
            ? TransportFixture.audio(mid, ssrc)
            : TransportFixture.video(mid, ssrc, ssrc + 1));
  }

  /** A slot with parameters of its own. */
  Slot slot(int index, RtpParameters rtp) {
    RtpSender sender = fixture.transport().addSender(rtp, fixture.nowNs());
    return new Slot(new SlotParameters(index, rtp), sender, fixture.context().counters());
  }

  /** Video parameters with a codec that no other part here knows. */
  static RtpParameters foreignVideo(String mid, long ssrc) {
    CodecParameters codec =
        new CodecParameters(98, "H264", 90_000, 0, Map.of(), Set.of("nack"), 99);
    return new RtpParameters(
        mid,
        MediaKind.VIDEO,
        List.of(codec),
        Map.of(),
        List.of(new EncodingParameters("", ssrc, ssrc + 1)),
        "");
  }

  @Override
  public void onGivenUp(RtpSender sender, long nowNs) {}

  @Override
  public void onLinkLimited(long nowNs) {}

  @Override
  public void onKeyFrameRequested(RtpSender sender, long nowNs) {}

  @Override
  public void onStateChanged(TransportState state) {}

  @Override
  public void onIdleChanged(boolean idle) {}

  @Override
  public void onDeadline(long deadlineNs) {}
}
