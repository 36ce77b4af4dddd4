package io.weir.core.control;

import java.util.List;

/**
 * One media worker, with everybody whose transport it holds.
 *
 * @param worker its index
 * @param answered whether it told in time; a worker that died or is stuck has no participants here
 * @param busyRatio which share of the last second it was busy, 0 to 1
 * @param freePackets packets of its pool that nobody holds
 * @param packets size of its pool
 * @param participants in no order
 */
public record WorkerStatistics(
    int worker,
    boolean answered,
    double busyRatio,
    int freePackets,
    int packets,
    List<ParticipantStatistics> participants) {

  public WorkerStatistics {
    participants = List.copyOf(participants);
  }
}
