/** Benchmarks of SRTP. */
@NullMarked
package io.weir.bench.srtp;

import org.jspecify.annotations.NullMarked;
