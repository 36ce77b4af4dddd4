/** Tests of what slots let through. */
@NullMarked
package io.weir.core.layer;

import org.jspecify.annotations.NullMarked;
