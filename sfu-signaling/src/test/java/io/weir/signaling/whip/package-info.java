/** Tests of {@link io.weir.signaling.whip}. */
@NullMarked
package io.weir.signaling.whip;

import org.jspecify.annotations.NullMarked;
