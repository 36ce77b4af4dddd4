@NullMarked
package io.weir.core.deadline;

import org.jspecify.annotations.NullMarked;
