/** Benchmarks of tables and sockets. */
@NullMarked
package io.weir.bench.io;

import org.jspecify.annotations.NullMarked;
