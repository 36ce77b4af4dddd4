/** Tests of {@link io.weir.signaling.ws}. */
@NullMarked
package io.weir.signaling.ws;

import org.jspecify.annotations.NullMarked;
