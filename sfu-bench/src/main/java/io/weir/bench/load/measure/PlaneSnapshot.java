package io.weir.bench.load.measure;

import org.HdrHistogram.Histogram;

/**
 * Everything that a media plane counted so far.
 *
 * @param atNs {@link System#nanoTime} when it was taken
 * @param totals sums over all clients
 * @param videoDelay one-way delays of video packets, in µs; a copy, which may be added to others
 * @param audioDelay likewise of audio
 * @param load how the tester itself fares
 * @param deadThreads its media threads that died; what they counted is as it was before
 */
public record PlaneSnapshot(
    long atNs,
    MediaTotals totals,
    Histogram videoDelay,
    Histogram audioDelay,
    TesterLoad load,
    int deadThreads) {}
