package io.weir.signaling.api;

import io.weir.core.control.EncodingStatistics;
import io.weir.core.control.LatencyStatistics;
import io.weir.core.control.PacketCount;
import io.weir.core.control.ParticipantStatistics;
import io.weir.core.control.StreamStatistics;
import io.weir.core.control.TrackStatistics;
import io.weir.core.control.WorkerStatistics;
import io.weir.signaling.session.MediaStatistics;
import io.weir.signaling.session.Participant;
import io.weir.signaling.session.Room;
import io.weir.signaling.session.RoomDirectory;
import io.weir.signaling.statistics.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The whole server in figures. Event loop only. */
final class ServerViews {

  private static final double NS_PER_SECOND = 1e9;

  private ServerViews() {}

  static Views.ServerStats stats(
      long time, RoomDirectory rooms, MediaStatistics media, Measured measured) {
    Map<String, Long> counts = new TreeMap<>();
    Map<String, Long> drops = new TreeMap<>();
    for (PacketCount count : media.counts()) {
      (count.drop() ? drops : counts).put(count.name(), count.value());
    }
    int participants = 0;
    int tracks = 0;
    for (Room room : rooms.rooms()) {
      participants += room.participants().size();
      tracks += room.participants().stream().mapToInt(Participant::trackCount).sum();
    }
    return new Views.ServerStats(
        time,
        rooms.rooms().size(),
        participants,
        tracks,
        new Views.Count(value(counts, "received"), value(counts, "received_bytes")),
        new Views.Count(value(counts, "sent"), value(counts, "sent_bytes")),
        new Views.Directions(value(counts, "nacks_received"), value(counts, "nacks_sent")),
        new Views.Directions(
            value(counts, "keyframe_requests_received"), value(counts, "keyframe_requests_sent")),
        new Views.Handshakes(
            value(counts, "handshakes_completed"), value(counts, "handshakes_failed")),
        drops,
        lossRatio(measured),
        latency(media.forwardLatency()),
        measured.workers().stream().map(ServerViews::worker).toList());
  }

  private static long value(Map<String, Long> counts, String name) {
    return counts.getOrDefault(name, 0L);
  }

  private static Views.Worker worker(WorkerStatistics worker) {
    return new Views.Worker(
        worker.worker(),
        worker.answered(),
        worker.busyRatio(),
        worker.freePackets(),
        worker.packets(),
        worker.participants().size());
  }

  private static Views.Latency latency(LatencyStatistics latency) {
    List<Views.Bucket> buckets = new ArrayList<>();
    long cumulated = 0;
    for (int i = 0; i < latency.counts().size(); i++) {
      cumulated += latency.counts().get(i);
      buckets.add(new Views.Bucket(bound(latency, i), cumulated));
    }
    return new Views.Latency(cumulated, latency.sumNs() / NS_PER_SECOND, buckets);
  }

  private static @Nullable Double bound(LatencyStatistics latency, int bucket) {
    return bucket < latency.upperBoundsNs().size()
        ? Double.valueOf(latency.upperBoundsNs().get(bucket) / NS_PER_SECOND)
        : null;
  }

  /** Share lost lately of what publishers sent, each stream weighted by its bit rate. */
  private static double lossRatio(Measured measured) {
    double lost = 0;
    double all = 0;
    for (ParticipantStatistics participant : measured.participants().values()) {
      for (TrackStatistics track : participant.tracks()) {
        for (EncodingStatistics encoding : track.encodings()) {
          StreamStatistics stream = encoding.stream();
          lost += stream.lossRatio() * stream.media().bitrate();
          all += stream.media().bitrate();
        }
      }
    }
    return all == 0 ? 0 : lost / all;
  }
}
