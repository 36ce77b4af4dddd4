package io.weir.signaling.statistics;

import io.weir.core.control.EncodingStatistics;
import io.weir.core.control.ParticipantStatistics;
import io.weir.core.control.TrackStatistics;
import io.weir.core.control.Traffic;
import io.weir.core.control.TransportStatistics;
import io.weir.core.control.WorkerStatistics;
import io.weir.signaling.session.Participant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all media workers measured, found by participant. Immutable. */
public record Measured(
    List<WorkerStatistics> workers, Map<Long, ParticipantStatistics> participants) {

  public Measured {
    workers = List.copyOf(workers);
    participants = Map.copyOf(participants);
  }

  static Measured of(List<WorkerStatistics> workers) {
    Map<Long, ParticipantStatistics> byNumber = new HashMap<>();
    for (WorkerStatistics worker : workers) {
      worker.participants().forEach(each -> byNumber.put(each.participant(), each));
    }
    return new Measured(workers, byNumber);
  }

  /** All of somebody; null when nothing is known. */
  public @Nullable ParticipantStatistics of(Participant participant) {
    return participants.get(participant.number());
  }

  /** Somebody's association; null when nothing is known of it. */
  public @Nullable TransportStatistics transport(Participant participant) {
    ParticipantStatistics found = of(participant);
    return found == null ? null : found.transport();
  }

  /** What is received of a track, by its number; empty when nothing is known. */
  public List<EncodingStatistics> encodings(Participant publisher, long track) {
    ParticipantStatistics found = of(publisher);
    if (found != null) {
      for (TrackStatistics candidate : found.tracks()) {
        if (Integer.toUnsignedLong(candidate.track()) == track) {
          return candidate.encodings();
        }
      }
    }
    return List.of();
  }

  /** Two together. */
  public static Traffic sum(Traffic left, Traffic right) {
    return new Traffic(
        left.packets() + right.packets(),
        left.bytes() + right.bytes(),
        left.bitrate() + right.bitrate());
  }
}
