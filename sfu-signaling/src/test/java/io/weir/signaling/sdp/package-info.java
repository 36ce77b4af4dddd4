@NullMarked
package io.weir.signaling.sdp;

import org.jspecify.annotations.NullMarked;
