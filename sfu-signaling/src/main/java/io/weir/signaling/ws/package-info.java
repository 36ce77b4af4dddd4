/** The WebSocket transport of signaling. */
@NullMarked
package io.weir.signaling.ws;

import org.jspecify.annotations.NullMarked;
