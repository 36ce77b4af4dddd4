@NullMarked
package io.weir.bench.load.signal;

import org.jspecify.annotations.NullMarked;
