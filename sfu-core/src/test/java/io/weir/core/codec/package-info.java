/** Tests of the package of the same name. */
@NullMarked
package io.weir.core.codec;

import org.jspecify.annotations.NullMarked;
