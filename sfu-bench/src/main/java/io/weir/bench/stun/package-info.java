/** Benchmarks of the guard before ICE. */
@NullMarked
package io.weir.bench.stun;

import org.jspecify.annotations.NullMarked;
