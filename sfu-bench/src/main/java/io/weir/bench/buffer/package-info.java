/** Benchmarks of packet memory. */
@NullMarked
package io.weir.bench.buffer;

import org.jspecify.annotations.NullMarked;
