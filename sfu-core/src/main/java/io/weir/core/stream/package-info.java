/**
 * RTP streams: statistics, loss recovery and history on the receive side; rewriting, retransmission
 * and reports on the send side.
 */
@NullMarked
package io.weir.core.stream;

import org.jspecify.annotations.NullMarked;
