package io.weir.core.control;

/**
 * What waits before a client's link, so that it does not fill the queues behind.
 *
 * @param packets that wait now, retransmissions included
 * @param bytes of video that wait now
 * @param longestWaitNs how long a video packet waited at most in the last second, or has until now
 * @param refusedFrames frames refused so far because they would have come too late
 * @param givenUpPackets packets given up so far that had waited too long
 */
public record PacerStatistics(
    int packets, long bytes, long longestWaitNs, long refusedFrames, long givenUpPackets) {

  /** Nothing has ever waited. */
  public static final PacerStatistics NONE = new PacerStatistics(0, 0, 0, 0, 0);
}
