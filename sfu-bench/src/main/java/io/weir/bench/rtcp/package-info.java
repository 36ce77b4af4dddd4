/** Benchmarks of RTCP. */
@NullMarked
package io.weir.bench.rtcp;

import org.jspecify.annotations.NullMarked;
