/** The load tester's command line and the course of a run. */
@NullMarked
package io.weir.bench.load;

import org.jspecify.annotations.NullMarked;
