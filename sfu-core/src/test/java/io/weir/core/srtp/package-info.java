/** Tests of SRTP against the RFCs' vectors and an independent reference. */
@NullMarked
package io.weir.core.srtp;

import org.jspecify.annotations.NullMarked;
