package io.weir.signaling.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.core.control.Traffic;
import io.weir.signaling.message.Measurements;
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
      Measurements.@Nullable Transport transport) {}

  /** A participant with everything. */
  record ParticipantDetail(
      String id,
      String identity,
      String name,
      String role,
      long joinedAt,
      ObjectNode metadata,
      Measurements.@Nullable Transport transport,
      List<Measurements.Track> tracks,
      List<Measurements.Slot> slots) {}

  /** All tracks of a room, a page of them. */
  record Tracks(int total, int offset, List<Measurements.Track> tracks) {}
}
