/** Tests of transports. */
@NullMarked
package io.weir.core.transport;

import org.jspecify.annotations.NullMarked;
