/** STUN binding requests read and answered without allocation (RFC 8489). */
@NullMarked
package io.weir.core.stun;

import org.jspecify.annotations.NullMarked;
