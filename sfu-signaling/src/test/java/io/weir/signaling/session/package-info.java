/** Tests of {@link io.weir.signaling.session}. */
@NullMarked
package io.weir.signaling.session;

import org.jspecify.annotations.NullMarked;
