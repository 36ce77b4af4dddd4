/** Runs the benchmarks; the packages below mirror those of core. */
@NullMarked
package io.weir.bench;

import org.jspecify.annotations.NullMarked;
