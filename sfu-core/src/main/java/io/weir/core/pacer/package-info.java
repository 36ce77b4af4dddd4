/** When a transport's packets leave, so that bursts do not fill the queues of its link. */
@NullMarked
package io.weir.core.pacer;

import org.jspecify.annotations.NullMarked;
