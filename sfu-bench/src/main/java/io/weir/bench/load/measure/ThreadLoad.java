package io.weir.bench.load.measure;

/**
 * What one of the tester's threads did since the start.
 *
 * @param name of the thread
 * @param cpuNs CPU time
 * @param waitedNs time that it waited for something to do; one that hardly waits is saturated
 */
public record ThreadLoad(String name, long cpuNs, long waitedNs) {}
