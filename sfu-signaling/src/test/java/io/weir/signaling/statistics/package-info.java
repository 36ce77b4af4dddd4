/** Tests of what members are told of themselves. */
@NullMarked
package io.weir.signaling.statistics;

import org.jspecify.annotations.NullMarked;
