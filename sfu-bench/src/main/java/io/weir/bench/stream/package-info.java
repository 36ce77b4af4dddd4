/** Benchmarks of RTP streams. */
@NullMarked
package io.weir.bench.stream;

import org.jspecify.annotations.NullMarked;
