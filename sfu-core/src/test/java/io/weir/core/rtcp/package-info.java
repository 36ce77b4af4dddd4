/** Tests of the package of the same name. */
@NullMarked
package io.weir.core.rtcp;

import org.jspecify.annotations.NullMarked;
