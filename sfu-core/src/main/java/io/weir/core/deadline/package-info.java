/** Many deadlines, of which only the first ones may cost anything. */
@NullMarked
package io.weir.core.deadline;

import org.jspecify.annotations.NullMarked;
