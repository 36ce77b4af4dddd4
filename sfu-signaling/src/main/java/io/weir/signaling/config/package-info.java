/** Settings of the server, from its environment. */
@NullMarked
package io.weir.signaling.config;

import org.jspecify.annotations.NullMarked;
