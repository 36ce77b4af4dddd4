/** Tests of rooms. */
@NullMarked
package io.weir.core.room;

import org.jspecify.annotations.NullMarked;
