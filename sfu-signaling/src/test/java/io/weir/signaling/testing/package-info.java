/** What several tests of signaling stand on. */
@NullMarked
package io.weir.signaling.testing;

import org.jspecify.annotations.NullMarked;
