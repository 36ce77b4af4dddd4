@NullMarked
package io.weir.bench.peers;

import org.jspecify.annotations.NullMarked;
