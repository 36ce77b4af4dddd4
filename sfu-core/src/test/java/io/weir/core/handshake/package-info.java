/** DTLS handshakes with a real client. */
@NullMarked
package io.weir.core.handshake;

import org.jspecify.annotations.NullMarked;
