/** WHIP (RFC 9725) and WHEP (draft-ietf-wish-whep-03): publishing and viewing over HTTP. */
@NullMarked
package io.weir.signaling.whip;

import org.jspecify.annotations.NullMarked;
