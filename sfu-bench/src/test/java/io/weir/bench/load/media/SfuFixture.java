package io.weir.bench.load.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.bench.load.measure.ClientSnapshot;
import io.weir.bench.load.measure.SentStream;
import io.weir.core.control.CodecParameters;
import io.weir.core.control.Command;
import io.weir.core.control.EncodingParameters;
import io.weir.core.control.Event;
import io.weir.core.control.HeaderExtensionId;
import io.weir.core.control.IceCandidate;
import io.weir.core.control.IceParameters;
import io.weir.core.control.MediaKind;
import io.weir.core.control.RtpParameters;
import io.weir.core.control.SlotParameters;
import io.weir.core.control.TrackParameters;
import io.weir.core.control.TrackSource;
import io.weir.core.control.TransportParameters;
import io.weir.core.server.SfuConfig;
import io.weir.core.server.SfuServer;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Weir's own server and a media plane towards it, negotiated by hand; everybody in one room. */
final class SfuFixture implements AutoCloseable {
  static final String ROOM = "load";

  private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
  private static final long LOOK_AGAIN_NS = 5_000_000;
  private static final int PACKETS = 16_384;

  final SfuServer server;
  final MediaPlane plane;
  final Queue<Event> events = new ConcurrentLinkedQueue<>();
  private final Map<MediaClient, Long> participants = new HashMap<>();
  private int tracks;

  SfuFixture() throws IOException {
    this(MediaPlaneSettings.loopback(1));
  }

  SfuFixture(MediaPlaneSettings settings) throws IOException {
    SfuConfig config =
        SfuConfig.builder()
            .mediaAddresses(List.of(InetAddress.getLoopbackAddress()))
            .mediaPort(0)
            .workers(1)
            .packets(PACKETS)
            .build();
    server = SfuServer.start(config, events::add);
    plane = MediaPlane.start(settings);
  }

  /**
   * Lets a client in that the server has not been told of before; it connects in the background.
   */
  MediaClient join(ClientMedia media) throws IOException {
    MediaClient client = plane.open(media, System.nanoTime());
    var _ = client.connect(negotiate(client, media));
    return client;
  }

  /** Tells the server of a client; returns what its answer would say. */
  RemoteMedia negotiate(MediaClient client, ClientMedia media) throws IOException {
    long id = server.newParticipant(ROOM);
    participants.put(client, id);
    IceParameters ice = server.newIceParameters(id);
    LocalMedia local = client.local();
    List<AgreedSection> sections = new ArrayList<>();
    List<TrackParameters> published = new ArrayList<>();
    List<SlotParameters> slots = new ArrayList<>();
    for (LocalTrack track : local.tracks()) {
      RtpParameters rtp = published(track, "p" + sections.size());
      TrackSource source =
          track.kind() == MediaKind.AUDIO ? TrackSource.MICROPHONE : TrackSource.CAMERA;
      published.add(new TrackParameters(++tracks, source, false, rtp));
      sections.add(new AgreedSection(SectionDirection.SEND, rtp));
    }
    for (int i = 0; i < media.audioSlots(); i++) {
      slots.add(new SlotParameters(i, AgreedCodecs.audio("a" + i, announced(false))));
    }
    for (int i = 0; i < media.videoSlots(); i++) {
      slots.add(new SlotParameters(i, videoSlot("v" + i)));
    }
    slots.forEach(slot -> sections.add(new AgreedSection(SectionDirection.RECEIVE, slot.rtp())));
    server.submit(new Command.AddParticipant(ROOM, id));
    server.submit(
        new Command.Negotiate(
            ROOM,
            id,
            new TransportParameters(ice, local.ice(), List.of(local.fingerprint())),
            published,
            slots));
    List<IceCandidate> candidates = server.candidates(id);
    return new RemoteMedia(
        ice, true, candidates, List.of(server.localFingerprint()), DtlsSetup.PASSIVE, sections);
  }

  /**
   * All codecs, each with payload types of its own. Arrivals are not reported: nothing that the
   * server then thinks of the link, on a busy machine, shall change what it sends.
   */
  private RtpParameters videoSlot(String mid) {
    RtpParameters vp8 = AgreedCodecs.video(mid, VideoCodec.VP8, 96, announced(true));
    List<CodecParameters> codecs = new ArrayList<>();
    int payloadType = 96;
    for (VideoCodec codec : VideoCodec.values()) {
      AgreedCodecs.video(mid, codec, payloadType, vp8.encodings()).codecs().stream()
          .map(SfuFixture::withoutTransportCc)
          .forEach(codecs::add);
      payloadType += 2;
    }
    Map<HeaderExtensionId, Integer> extensions = new EnumMap<>(vp8.extensions());
    extensions.remove(HeaderExtensionId.TRANSPORT_CC);
    return new RtpParameters(
        mid, MediaKind.VIDEO, codecs, extensions, vp8.encodings(), "server", true);
  }

  private static CodecParameters withoutTransportCc(CodecParameters codec) {
    Set<String> feedback = new HashSet<>(codec.feedback());
    feedback.remove("transport-cc");
    return codec.withFeedback(feedback);
  }

  private static RtpParameters published(LocalTrack track, String mid) {
    List<EncodingParameters> encodings =
        track.encodings().stream()
            .map(encoding ->
                new EncodingParameters(encoding.rid(), encoding.ssrc(), encoding.rtxSsrc()))
            .toList();
    return track.kind() == MediaKind.AUDIO
        ? AgreedCodecs.audio(mid, encodings)
        : AgreedCodecs.video(mid, VideoCodec.valueOf(track.codec()), 100, encodings);
  }

  private List<EncodingParameters> announced(boolean video) {
    long ssrc = Integer.toUnsignedLong(server.newSsrc());
    long rtx = video ? Integer.toUnsignedLong(server.newSsrc()) : EncodingParameters.UNKNOWN_SSRC;
    return List.of(new EncodingParameters("", ssrc, rtx));
  }

  /** Everybody falls silent; nothing of it is on its way for long. */
  void stopPublishing() {
    participants.keySet().forEach(client -> client.setSending(false, false));
  }

  /** Packets that everybody published so far. */
  long published() {
    return participants.keySet().stream()
        .flatMap(client -> client.snapshot().join().sent().stream())
        .mapToLong(SentStream::packets)
        .sum();
  }

  void leave(MediaClient client) {
    client.close();
    Long id = participants.remove(client);
    if (id != null) {
      server.submit(new Command.RemoveParticipant(ROOM, id));
    }
  }

  /** Waits until a client's figures are as they should be. */
  ClientSnapshot await(MediaClient client, String what, Predicate<ClientSnapshot> condition) {
    long start = System.nanoTime();
    ClientSnapshot snapshot = client.snapshot().join();
    while (!condition.test(snapshot)) {
      if (System.nanoTime() - start > LIMIT_NS) {
        throw new AssertionError("not within 60 s: " + what + "; " + snapshot);
      }
      LockSupport.parkNanos(LOOK_AGAIN_NS);
      snapshot = client.snapshot().join();
    }
    return snapshot;
  }

  /** Waits until a condition holds that other threads bring about. */
  static void await(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > LIMIT_NS) {
        throw new AssertionError("not within 60 s: " + what);
      }
      LockSupport.parkNanos(LOOK_AGAIN_NS);
    }
  }

  /** Ends everything; the server must have lost no packet's memory. */
  @Override
  public void close() {
    plane.close();
    server.close();
    assertThat(server.freePackets()).allSatisfy(free -> assertThat(free).isEqualTo(PACKETS));
  }
}
