/** Tests of the package of the same name. */
@NullMarked
package io.weir.core.sequence;

import org.jspecify.annotations.NullMarked;
