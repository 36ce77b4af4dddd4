/** Tests of {@link io.weir.signaling}. */
@NullMarked
package io.weir.signaling;

import org.jspecify.annotations.NullMarked;
