package io.weir.core.testkit;

/**
 * What became of a link's datagrams so far, those of {@link CompetingFlow}s apart.
 *
 * @param sent datagrams put in
 * @param sentBytes their bytes
 * @param delivered datagrams that arrived, copies included
 * @param deliveredBytes their bytes
 * @param lost datagrams that vanished on the way
 * @param dropped datagrams for which the queue had no room
 * @param duplicated datagrams that arrive twice
 * @param late datagrams that arrived after one that was sent later
 * @param competingSent datagrams of competing flows put in
 * @param competingDelivered of these, those that arrived
 * @param competingBytes bytes of those
 * @param queued how long datagrams of both kinds waited until they were sent out, in nanoseconds
 */
public record LinkStatistics(
    long sent,
    long sentBytes,
    long delivered,
    long deliveredBytes,
    long lost,
    long dropped,
    long duplicated,
    long late,
    long competingSent,
    long competingDelivered,
    long competingBytes,
    DurationDistribution.Summary queued) {}
