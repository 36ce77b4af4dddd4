package io.weir.signaling.e2e;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCBundlePolicy;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCRtpTransceiver;
import dev.onvoid.webrtc.RTCRtpTransceiverDirection;
import dev.onvoid.webrtc.RTCRtpTransceiverInit;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsType;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import dev.onvoid.webrtc.media.audio.AudioTrack;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import dev.onvoid.webrtc.media.video.VideoTrack;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One peer connection of libwebrtc inside the test's process; on the test's thread. */
final class LibwebrtcPeer implements AutoCloseable {
  private static final int LIMIT_SECONDS = 60;
  private static final String STREAM = "stream";

  private final HeadlessAudioDeviceModule audioDevice = new HeadlessAudioDeviceModule();
  private final PeerConnectionFactory factory = new PeerConnectionFactory(audioDevice);
  private final RTCPeerConnection connection;
  private final List<SyntheticMedia> sources = new ArrayList<>();
  private final List<SyntheticMedia> blanks = new ArrayList<>();
  private final ReceivedMedia received = new ReceivedMedia();

  LibwebrtcPeer() {
    RTCConfiguration configuration = new RTCConfiguration();
    configuration.bundlePolicy = RTCBundlePolicy.MAX_BUNDLE;
    connection = factory.createPeerConnection(configuration, new Observer());
  }

  /** Sends a person's colour and a tone. */
  LibwebrtcPeer publish(Person person) {
    SyntheticMedia media = new SyntheticMedia(person);
    sources.add(media);
    add(
        factory.createAudioTrack("microphone", media.audio()),
        RTCRtpTransceiverDirection.SEND_ONLY);
    add(factory.createVideoTrack("camera", media.video()), RTCRtpTransceiverDirection.SEND_ONLY);
    return this;
  }

  /** Opens one slot for sound and one for pictures. */
  LibwebrtcPeer watch() {
    // The binding makes a transceiver from a track only, so this one's are silent and blank.
    SyntheticMedia blank = SyntheticMedia.still();
    blanks.add(blank);
    add(factory.createAudioTrack("hear", blank.audio()), RTCRtpTransceiverDirection.RECV_ONLY);
    add(factory.createVideoTrack("see", blank.video()), RTCRtpTransceiverDirection.RECV_ONLY);
    return this;
  }

  private void add(MediaStreamTrack track, RTCRtpTransceiverDirection direction) {
    RTCRtpTransceiverInit init = new RTCRtpTransceiverInit();
    init.direction = direction;
    init.streamIds = List.of(STREAM);
    connection.addTransceiver(track, init);
  }

  /** Makes an offer and begins to gather candidates, which Weir does not wait for. */
  String offer() {
    CompletableFuture<RTCSessionDescription> created = new CompletableFuture<>();
    connection.createOffer(
        new RTCOfferOptions(),
        new CreateSessionDescriptionObserver() {
          @Override
          public void onSuccess(RTCSessionDescription description) {
            created.complete(description);
          }

          @Override
          public void onFailure(String error) {
            created.completeExceptionally(new IllegalStateException(error));
          }
        });
    RTCSessionDescription offer = created.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    Applied applied = new Applied();
    connection.setLocalDescription(offer, applied);
    applied.await();
    return offer.sdp;
  }

  /** Takes the server's answer. */
  void accept(String sdp) {
    Applied applied = new Applied();
    connection.setRemoteDescription(new RTCSessionDescription(RTCSdpType.ANSWER, sdp), applied);
    applied.await();
  }

  /** Offers to a WHIP or WHEP endpoint; the session's address. */
  URI post(HttpProbe http, WeirProcess weir, String endpoint) {
    HttpResponse<String> response = http.post(weir.resolve(endpoint), offer());
    if (response.statusCode() != 201) {
      throw new AssertionError(response.body());
    }
    accept(response.body());
    return weir.resolve(response.headers().firstValue("Location").orElseThrow());
  }

  /** What came in so far. */
  ReceivedMedia received() {
    return received;
  }

  /** What each sending m-line carries, as {@code tracks} of an offer wants it. */
  ArrayNode tracks() {
    ArrayNode tracks = JsonNodeFactory.instance.arrayNode();
    for (RTCRtpTransceiver transceiver : connection.getTransceivers()) {
      if (transceiver.getDirection() == RTCRtpTransceiverDirection.SEND_ONLY) {
        String kind = transceiver.getSender().getTrack().getKind();
        boolean audio = kind.equals(MediaStreamTrack.AUDIO_TRACK_KIND);
        tracks
            .addObject()
            .put("mid", transceiver.getMid())
            .put("source", audio ? "microphone" : "camera");
      }
    }
    return tracks;
  }

  /**
   * Begins the tone. The headless audio device of webrtc-java 0.14 records as soon as sound may be
   * sent, from a thread of its own, and libwebrtc ends the process when two threads bring sound at
   * once. So this waits for the device's first packet, stops its recording, and only then begins.
   */
  void speak(Await await) {
    await.until(
        "the audio device's first packet",
        () -> statistic(RTCStatsType.OUTBOUND_RTP, "packetsSent", "kind", "audio"),
        sent -> !sent.isEmpty() && !sent.equals("0"));
    audioDevice.stopRecording();
    sources.forEach(SyntheticMedia::speak);
  }

  /** Codecs and protection in use, as {@code OPUS, VP8 over UDP, AEAD_AES_128_GCM}. */
  String media() {
    TreeSet<String> codecs = new TreeSet<>();
    for (RTCStats stats : statistics()) {
      if (stats.getType() == RTCStatsType.CODEC) {
        String type = String.valueOf(stats.getAttributes().get("mimeType"));
        codecs.add(type.substring(type.indexOf('/') + 1).toUpperCase(Locale.ROOT));
      }
    }
    codecs.remove("RTX");
    String protection = statistic(RTCStatsType.TRANSPORT, "srtpCipher", "dtlsState", "connected");
    return String.join(", ", codecs) + " over UDP, " + protection;
  }

  /** The release of webrtc-java, which names the one of libwebrtc. */
  static String version() {
    String jar =
        PeerConnectionFactory.class.getProtectionDomain().getCodeSource().getLocation().toString();
    return jar.replaceFirst(".*/webrtc-java-", "").replaceFirst("\\.jar$", "");
  }

  /** One attribute of the statistics in which another attribute has this value. */
  private String statistic(RTCStatsType type, String attribute, String other, String value) {
    return statistics().stream()
        .filter(stats -> stats.getType() == type)
        .map(RTCStats::getAttributes)
        .filter(attributes -> value.equals(String.valueOf(attributes.get(other))))
        .map(attributes -> String.valueOf(attributes.get(attribute)))
        .findFirst()
        .orElse("");
  }

  private Collection<RTCStats> statistics() {
    CompletableFuture<Map<String, RTCStats>> delivered = new CompletableFuture<>();
    connection.getStats(report -> delivered.complete(report.getStats()));
    return delivered.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join().values();
  }

  @Override
  public void close() {
    sources.forEach(SyntheticMedia::close);
    blanks.forEach(SyntheticMedia::close);
    connection.close();
    factory.dispose();
    audioDevice.dispose();
  }

  private final class Observer implements PeerConnectionObserver {
    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
      // Weir is ICE-lite: it learns this end's addresses from the checks.
    }

    @Override
    public void onTrack(RTCRtpTransceiver transceiver) {
      MediaStreamTrack track = transceiver.getReceiver().getTrack();
      if (track instanceof VideoTrack video) {
        video.addSink(received::see);
      } else if (track instanceof AudioTrack audio) {
        audio.addSink(received::hear);
      }
    }
  }

  private static final class Applied implements SetSessionDescriptionObserver {
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    @Override
    public void onSuccess() {
      done.complete(null);
    }

    @Override
    public void onFailure(String error) {
      done.completeExceptionally(new IllegalStateException(error));
    }

    void await() {
      done.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
    }
  }
}
