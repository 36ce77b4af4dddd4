/** Tests of the package of the same name. */
@NullMarked
package io.weir.core.congestion;

import org.jspecify.annotations.NullMarked;
