package io.weir.core.control;

/**
 * The sum of one of core's counters over all workers.
 *
 * @param name in lower case with underscores, stable between versions
 * @param description one sentence for people
 * @param drop whether what it counts was dropped
 * @param value how often, since the start
 */
public record PacketCount(String name, String description, boolean drop, long value) {}
