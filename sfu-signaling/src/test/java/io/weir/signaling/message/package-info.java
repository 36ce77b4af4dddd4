/** Tests of {@link io.weir.signaling.message}. */
@NullMarked
package io.weir.signaling.message;

import org.jspecify.annotations.NullMarked;
