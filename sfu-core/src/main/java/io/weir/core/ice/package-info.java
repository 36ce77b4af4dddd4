/** The ICE-lite agent: which remote addresses are the peer's, and which one to send to. */
@NullMarked
package io.weir.core.ice;

import org.jspecify.annotations.NullMarked;
