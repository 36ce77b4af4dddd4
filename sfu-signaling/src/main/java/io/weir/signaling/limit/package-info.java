/** What one address or connection may ask of the server, so that others are served too. */
@NullMarked
package io.weir.signaling.limit;

import org.jspecify.annotations.NullMarked;
