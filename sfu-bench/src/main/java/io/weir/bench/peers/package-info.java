/** The same load on Weir and on other servers, side by side. */
@NullMarked
package io.weir.bench.peers;

import org.jspecify.annotations.NullMarked;
