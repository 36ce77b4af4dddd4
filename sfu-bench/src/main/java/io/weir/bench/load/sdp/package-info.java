/** What clients of the load tester say in SDP, and how they read what servers say. Pure code. */
@NullMarked
package io.weir.bench.load.sdp;

import org.jspecify.annotations.NullMarked;
