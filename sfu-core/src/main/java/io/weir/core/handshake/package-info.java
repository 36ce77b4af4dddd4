/**
 * Bouncy Castle's blocking DTLS on threads of its own, behind the seam that workers see (RFC 6347,
 * RFC 5763, RFC 5764).
 */
@NullMarked
package io.weir.core.handshake;

import org.jspecify.annotations.NullMarked;
