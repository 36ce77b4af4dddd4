/** RTP headers and header extensions: reading and writing (RFC 3550 §5, RFC 8285). */
@NullMarked
package io.weir.core.rtp;

import org.jspecify.annotations.NullMarked;
