/** Who may do what: tokens, keys and rights. */
@NullMarked
package io.weir.signaling.auth;

import org.jspecify.annotations.NullMarked;
