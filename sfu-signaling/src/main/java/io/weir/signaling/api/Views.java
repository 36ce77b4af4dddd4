package io.weir.signaling.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.core.control.SelectedPath;
import io.weir.core.control.Traffic;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the API answers, as {@code openapi.json} describes it. What is not known is null; times are
 * epoch milliseconds, bit rates bit/s over the last second.
 */
final class Views {

  private Views() {}

  /** The server, as it was started. */
  record Server(String name, String version, long startedAt, int workers, String srtpEngine) {}

  /** The whole server at one moment; counts since the start. */
  record ServerStats(
      long time,
      int rooms,
      int participants,
      int tracks,
      Count received,
      Count sent,
      Directions nacks,
      Directions keyFrameRequests,
      Handshakes handshakes,
      Map<String, Long> drops,
      double lossRatio,
      Latency forwardLatency,
      List<Worker> workers) {}

  /** Datagrams. */
  record Count(long packets, long bytes) {}

  /** What was asked by subscribers, and of publishers. */
  record Directions(long received, long sent) {}

  /** DTLS handshakes by how they ended. */
  record Handshakes(long completed, long failed) {}

  /** Cumulated counts, as Prometheus has them; the last bucket has no bound. */
  record Latency(long count, double sumSeconds, List<Bucket> buckets) {}

  /** Packets that took no longer than this. */
  record Bucket(@Nullable Double leSeconds, long count) {}

  /** A media worker. */
  record Worker(
      int index,
      boolean answered,
      double busyRatio,
      int freePackets,
      int packets,
      int participants) {}

  /** A page of rooms, by name. */
  record Rooms(int total, int offset, List<Room> rooms) {}

  /** A room: one that somebody is in, or that has settings. */
  record Room(
      String name,
      int participants,
      int publishers,
      int viewers,
      int tracks,
      Traffic received,
      Traffic sent,
      List<String> activeSpeakers,
      RoomSettingsJson.Body settings) {}

  /** A page of a room's participants, in order of joining. */
  record Participants(int total, int offset, List<Participant> participants) {}

  /** A participant in a list. */
  record Participant(
      String id,
      String identity,
      String name,
      String role,
      long joinedAt,
      int tracks,
      int slots,
      @Nullable Transport transport) {}

  /** A participant with everything. */
  record ParticipantDetail(
      String id,
      String identity,
      String name,
      String role,
      long joinedAt,
      ObjectNode metadata,
      @Nullable Transport transport,
      List<Track> tracks,
      List<Slot> slots) {}

  /** A participant's association. */
  record Transport(
      String state,
      boolean idle,
      @Nullable SelectedPath path,
      @Nullable String srtpProfile,
      @Nullable Double roundTripMs,
      Traffic received,
      Traffic sent,
      Link link) {}

  /** What the link to a client carries; nulls where no feedback has told. */
  record Link(
      @Nullable Long estimateBps,
      @Nullable Long acknowledgedBps,
      @Nullable Double lossRatio,
      @Nullable Double roundTripMs) {}

  /** All tracks of a room, a page of them. */
  record Tracks(int total, int offset, List<Track> tracks) {}

  /** A published track. */
  record Track(
      String id,
      String participant,
      String kind,
      String source,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String name,
      boolean muted,
      long csrc,
      List<Stream> streams) {}

  /** What a participant is shown. */
  record Slot(
      String mid,
      String kind,
      @Nullable String track,
      @Nullable String participant,
      boolean awaitsKeyFrame,
      @Nullable String rid,
      @Nullable Integer temporalLayer,
      Stream stream) {}

  /** One RTP stream; the rid is that of one of several encodings of a track. */
  record Stream(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String rid,
      long ssrc,
      @Nullable String codec,
      Traffic media,
      long retransmissions,
      long nacks,
      long keyFrameRequests,
      long lost,
      double lossRatio,
      double jitterMs,
      long frames,
      double frameRate,
      long keyFrames,
      @Nullable Integer width,
      @Nullable Integer height) {}
}
