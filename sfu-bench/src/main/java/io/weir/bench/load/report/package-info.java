/** What a load test found: figures, verdict, and the forms in which people read them. */
@NullMarked
package io.weir.bench.load.report;

import org.jspecify.annotations.NullMarked;
