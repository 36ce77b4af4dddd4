@NullMarked
package io.weir.bench.load.report;

import org.jspecify.annotations.NullMarked;
