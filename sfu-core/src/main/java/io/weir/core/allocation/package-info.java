/** Who gets how much of a subscriber's bandwidth. */
@NullMarked
package io.weir.core.allocation;

import org.jspecify.annotations.NullMarked;
