/** Tests of the package of the same name. */
@NullMarked
package io.weir.core.rtp;

import org.jspecify.annotations.NullMarked;
