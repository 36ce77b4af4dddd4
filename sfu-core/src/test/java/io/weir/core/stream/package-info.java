/** Tests of the package of the same name. */
@NullMarked
package io.weir.core.stream;

import org.jspecify.annotations.NullMarked;
