package io.weir.bench.load.report;

/**
 * Why clients did not join.
 *
 * @param step of joining: {@code signaling}, {@code ice}, …
 * @param cause a sentence or code
 * @param count clients
 */
public record Failure(String step, String cause, long count) {}
