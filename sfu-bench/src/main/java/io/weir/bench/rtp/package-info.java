/** Benchmarks of RTP headers. */
@NullMarked
package io.weir.bench.rtp;

import org.jspecify.annotations.NullMarked;
