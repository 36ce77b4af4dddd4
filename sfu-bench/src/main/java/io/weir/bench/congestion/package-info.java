/** Benchmarks of transport-wide feedback. */
@NullMarked
package io.weir.bench.congestion;

import org.jspecify.annotations.NullMarked;
