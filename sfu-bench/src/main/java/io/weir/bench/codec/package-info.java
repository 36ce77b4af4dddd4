/** Benchmarks of payload formats. */
@NullMarked
package io.weir.bench.codec;

import org.jspecify.annotations.NullMarked;
