@NullMarked
package io.weir.bench.plot;

import org.jspecify.annotations.NullMarked;
