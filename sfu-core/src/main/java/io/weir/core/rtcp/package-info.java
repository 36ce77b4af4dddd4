/** RTCP compound packets: reading and writing (RFC 3550 §6, RFC 4585, RFC 5104, RFC 5506). */
@NullMarked
package io.weir.core.rtcp;

import org.jspecify.annotations.NullMarked;
