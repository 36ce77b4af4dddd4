/** Tests of pacing. */
@NullMarked
package io.weir.core.pacer;

import org.jspecify.annotations.NullMarked;
