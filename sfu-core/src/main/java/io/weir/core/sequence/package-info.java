/** Arithmetic of numbers that wrap around: sequence numbers, RTP timestamps, NTP time. */
@NullMarked
package io.weir.core.sequence;

import org.jspecify.annotations.NullMarked;
