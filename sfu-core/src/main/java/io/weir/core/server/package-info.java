/** The media server as signaling sees it: start, commands in, events out. */
@NullMarked
package io.weir.core.server;

import org.jspecify.annotations.NullMarked;
