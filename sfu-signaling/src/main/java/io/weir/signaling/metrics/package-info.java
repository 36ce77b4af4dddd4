/** What Prometheus reads: read from signaling's state and the core's counters when asked for. */
@NullMarked
package io.weir.signaling.metrics;

import org.jspecify.annotations.NullMarked;
