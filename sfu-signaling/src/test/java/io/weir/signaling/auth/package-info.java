/** Tests of {@link io.weir.signaling.auth}. */
@NullMarked
package io.weir.signaling.auth;

import org.jspecify.annotations.NullMarked;
