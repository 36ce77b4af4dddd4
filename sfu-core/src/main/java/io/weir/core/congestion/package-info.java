/** Congestion control: transport-wide feedback. */
@NullMarked
package io.weir.core.congestion;

import org.jspecify.annotations.NullMarked;
