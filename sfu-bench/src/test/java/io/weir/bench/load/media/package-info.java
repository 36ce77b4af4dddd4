/** Tests of the load tester's clients. */
@NullMarked
package io.weir.bench.load.media;

import org.jspecify.annotations.NullMarked;
