/** The messages of the WebSocket protocol, and JSON to and from them. */
@NullMarked
package io.weir.signaling.message;

import org.jspecify.annotations.NullMarked;
