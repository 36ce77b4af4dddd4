/** What the load tester measures: of each stream, of each client, and of itself. */
@NullMarked
package io.weir.bench.load.measure;

import org.jspecify.annotations.NullMarked;
