/** Pooled off-heap packet memory and bounds-checked access to it. */
@NullMarked
package io.weir.core.buffer;

import org.jspecify.annotations.NullMarked;
