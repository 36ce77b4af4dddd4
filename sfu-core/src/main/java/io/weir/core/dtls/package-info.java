/** The seam behind which DTLS handshakes run (RFC 6347, RFC 5764). */
@NullMarked
package io.weir.core.dtls;

import org.jspecify.annotations.NullMarked;
