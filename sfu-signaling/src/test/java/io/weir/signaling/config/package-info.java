/** Tests of {@link io.weir.signaling.config}. */
@NullMarked
package io.weir.signaling.config;

import org.jspecify.annotations.NullMarked;
