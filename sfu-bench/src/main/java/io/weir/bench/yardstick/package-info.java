/** What everything else is compared with. */
@NullMarked
package io.weir.bench.yardstick;

import org.jspecify.annotations.NullMarked;
