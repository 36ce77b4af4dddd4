/** Benchmarks of sequence numbers. */
@NullMarked
package io.weir.bench.sequence;

import org.jspecify.annotations.NullMarked;
