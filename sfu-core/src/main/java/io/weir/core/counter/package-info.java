/** Named counters: every packet that Weir drops has one. */
@NullMarked
package io.weir.core.counter;

import org.jspecify.annotations.NullMarked;
