/**
 * SRTP and SRTCP (RFC 3711, RFC 7714) behind a seam that lets one payload serve all subscribers.
 */
@NullMarked
package io.weir.core.srtp;

import org.jspecify.annotations.NullMarked;
