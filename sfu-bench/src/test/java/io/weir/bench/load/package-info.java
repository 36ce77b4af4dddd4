@NullMarked
package io.weir.bench.load;

import org.jspecify.annotations.NullMarked;
