@NullMarked
package io.weir.bench.room;

import org.jspecify.annotations.NullMarked;
