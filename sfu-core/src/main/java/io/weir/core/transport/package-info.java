/** One ICE, DTLS and SRTP association put together. */
@NullMarked
package io.weir.core.transport;

import org.jspecify.annotations.NullMarked;
