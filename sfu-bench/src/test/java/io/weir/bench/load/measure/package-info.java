/** Tests of what the load tester measures. */
@NullMarked
package io.weir.bench.load.measure;

import org.jspecify.annotations.NullMarked;
