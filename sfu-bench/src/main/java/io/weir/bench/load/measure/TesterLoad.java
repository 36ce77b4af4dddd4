package io.weir.bench.load.measure;

import java.util.List;

/**
 * How the tester itself fares, counted since the start: raw figures from which to tell whether it
 * was the bottleneck. Rates are differences of two of these.
 *
 * @param elapsedNs since the start
 * @param threads the media threads
 * @param processCpuNs CPU time of the whole process, handshakes and garbage collector included
 * @param latePackets published packets that left more than 5 ms after their time
 * @param lateness how late published packets left, in µs
 * @param slowTurns turns of a media thread that took longer than 20 ms
 * @param longestTurnNs the longest
 * @param kernelDrops datagrams that the kernel dropped because the tester read too slowly
 * @param sendBufferFull datagrams that the kernel did not take because its buffer was full
 * @param sendFailed datagrams that the kernel refused for another reason
 * @param gcPauses times that the garbage collector stopped all threads
 * @param gcPauseNs for how long, in all
 * @param longestGcPauseNs the longest
 */
public record TesterLoad(
    long elapsedNs,
    List<ThreadLoad> threads,
    long processCpuNs,
    long latePackets,
    DelaySummary lateness,
    long slowTurns,
    long longestTurnNs,
    long kernelDrops,
    long sendBufferFull,
    long sendFailed,
    long gcPauses,
    long gcPauseNs,
    long longestGcPauseNs) {

  public TesterLoad {
    threads = List.copyOf(threads);
  }
}
