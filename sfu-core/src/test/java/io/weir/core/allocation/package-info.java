/** Tests of who gets how much. */
@NullMarked
package io.weir.core.allocation;

import org.jspecify.annotations.NullMarked;
