/**
 * SDP: parsed, written, and negotiated into the parameters that the media plane takes. Pure code:
 * no I/O, no clock, no randomness of its own.
 */
@NullMarked
package io.weir.signaling.sdp;

import org.jspecify.annotations.NullMarked;
