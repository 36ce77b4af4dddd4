/** The whole media server over real sockets. */
@NullMarked
package io.weir.core.server;

import org.jspecify.annotations.NullMarked;
