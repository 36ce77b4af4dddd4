package io.weir.bench.load.media;

/**
 * What one published stream is, whatever is negotiated.
 *
 * @param context of the client's media thread
 * @param encoding its SSRCs
 * @param source its number in markers
 * @param seed of everything random in it
 */
record StreamIdentity(ThreadContext context, LocalEncoding encoding, int source, long seed) {}
