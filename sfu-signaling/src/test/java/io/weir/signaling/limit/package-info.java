/** What holds one client to its share. */
@NullMarked
package io.weir.signaling.limit;

import org.jspecify.annotations.NullMarked;
