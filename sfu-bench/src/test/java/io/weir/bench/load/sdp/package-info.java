@NullMarked
package io.weir.bench.load.sdp;

import org.jspecify.annotations.NullMarked;
